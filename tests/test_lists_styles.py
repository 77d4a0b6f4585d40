"""README styles from the field: each is a small document of its own, with what a careful person reads in it."""

import pytest

from littrack.lists import read

ATTENTION = ("Attention Is All You Need", "1706.03762")
BERT = ("BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", "1810.04805")
LORA = ("LoRA: Low-Rank Adaptation of Large Language Models", "2106.09685")
COT = ("Chain-of-Thought Prompting Elicits Reasoning in Large Language Models", "2201.11903")
REACT = ("ReAct: Synergizing Reasoning and Acting in Language Models", "2210.03629")
MAMBA = ("Mamba: Linear-Time Sequence Modeling with Selective State Spaces", "2312.00752")

STYLES = {}


def style(name, *expected):
    def keep(text):
        STYLES[name] = (text, expected)

    return keep


style("title as link, venue in brackets", (*ATTENTION, ["Architectures"]), (*LORA, ["Tuning"]))("""
# Awesome Language Models [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

A curated list of papers. Please open a pull request, see [contributing](CONTRIBUTING.md) and our [survey](https://arxiv.org/abs/2303.18223).

## Contents
- [Architectures](#architectures)
- [Tuning](#tuning)

## Architectures
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - Vaswani et al., NeurIPS 2017.

## Tuning
* [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/pdf/2106.09685.pdf) (ICLR 2022) [[code](https://github.com/microsoft/LoRA)]

## Star History
[![Star History Chart](https://api.star-history.com/svg?repos=a/b&type=Date)](https://star-history.com/#a/b&Date)
""")

style("bold title, authors, links on lines of their own", (*COT, ["Reasoning"]), (*REACT, ["Agents"]))("""
## 🧠 Reasoning

- **Chain-of-Thought Prompting Elicits Reasoning in Large Language Models**
  *Jason Wei, Xuezhi Wang, Dale Schuurmans, Maarten Bosma*
  NeurIPS 2022. [[Paper](https://arxiv.org/abs/2201.11903)] [[Code](https://github.com/x/y)]

## 🤖 Agents

- **ReAct: Synergizing Reasoning and Acting in Language Models**<br>
  Shunyu Yao, Jeffrey Zhao, Dian Yu<br>
  [![arXiv](https://img.shields.io/badge/arXiv-2210.03629-b31b1b.svg)](https://arxiv.org/abs/2210.03629) [![Star](https://img.shields.io/github/stars/ysymyth/ReAct.svg?style=social)](https://github.com/ysymyth/ReAct)
""")

style("paper and code labels after the title", (*ATTENTION, ["Transformers"]), (*BERT, ["Transformers"]))("""
# Papers
## Transformers
1. Attention Is All You Need. NIPS 2017. [[paper]](https://arxiv.org/abs/1706.03762) [[code]](https://github.com/tensorflow/tensor2tensor)
2. BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding. *Jacob Devlin, Ming-Wei Chang, Kenton Lee, Kristina Toutanova.* NAACL 2019. [paper](https://arxiv.org/abs/1810.04805)
""")

style("tag in front", (*LORA, ["PEFT"]), (*MAMBA, ["SSM"]), (*COT, ["Prompting"]))("""
### PEFT
- [ICLR 2022] **LoRA: Low-Rank Adaptation of Large Language Models.** [[pdf](https://arxiv.org/abs/2106.09685)]
### SSM
- (*arXiv 2023.12*) [Mamba: Linear-Time Sequence Modeling with Selective State Spaces](https://arxiv.org/abs/2312.00752v2), Albert Gu, Tri Dao
### Prompting
- `2022.01` Chain-of-Thought Prompting Elicits Reasoning in Large Language Models [[Paper](https://arxiv.org/abs/2201.11903)]
""")

style("pipe table, title linked", (*ATTENTION, ["Backbones"]), (*MAMBA, ["Backbones"]))("""
## Backbones
| Title | Venue | Date | Code |
|:--|:--:|:--:|:--:|
| [**Attention Is All You Need**](https://arxiv.org/abs/1706.03762) | NeurIPS | 2017-06-12 | [Github](https://github.com/a/b) |
| ![Star](https://img.shields.io/github/stars/a/b.svg?style=social) <br> [**Mamba: Linear-Time Sequence Modeling with Selective State Spaces**](https://arxiv.org/abs/2312.00752) <br> | arXiv | 2023-12-01 | - |
""")

style("pipe table, title and link apart", (*COT, ["CoT"]), (*REACT, ["CoT"]))("""
## CoT
|Year|Paper Title|Authors|Link|
|---|---|---|---|
|2022|Chain-of-Thought Prompting Elicits Reasoning in Large Language Models|Wei et al.|[arXiv](https://arxiv.org/abs/2201.11903)|
|2023|ReAct: Synergizing Reasoning and Acting in Language Models|Yao et al.|[PDF](https://arxiv.org/pdf/2210.03629)|
""")

style("pipe table with names of methods", (*LORA, ["Adapters"]))("""
# Adapters
Method | Paper | Code
--- | --- | ---
LoRA | [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685) | [code](https://github.com/microsoft/LoRA)
""")

style(
    "years as headings", (*MAMBA, ["Papers on models"]), (*ATTENTION, ["Papers on models"]), (*COT, ["Papers on prompts"])
)("""
# List
## Papers on models
### 2023
- Mamba: Linear-Time Sequence Modeling with Selective State Spaces [[arXiv](https://arxiv.org/abs/2312.00752)]
### 2017
- Attention Is All You Need [[arXiv](https://arxiv.org/abs/1706.03762)]
## Papers on prompts
#### [2022]
- Chain-of-Thought Prompting Elicits Reasoning in Large Language Models [[arXiv](https://arxiv.org/abs/2201.11903)]
""")

style("details and summary", (*ATTENTION, ["Classic models"]), (*LORA, ["Tuning methods"]))("""
# List
<details open>
<summary><b>Classic models</b></summary>

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)

</details>
<details>
<summary>Tuning methods</summary>

* [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685)
</details>
""")

style("nested list whose parents are sections", (*ATTENTION, ["Models"]), (*COT, ["Prompting"]), (*REACT, ["Agents"]))("""
## Overview
- Models
  - [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- **Prompting**
    - Chain-of-Thought Prompting Elicits Reasoning in Large Language Models, [paper](https://arxiv.org/abs/2201.11903)
    - **Agents**
        - ReAct: Synergizing Reasoning and Acting in Language Models, [paper](https://arxiv.org/abs/2210.03629)
""")

style("nested list whose children are details", (*ATTENTION, ["Models"]), (*LORA, ["Models"]))("""
## Models
- **Attention Is All You Need**
  - Authors: Ashish Vaswani, Noam Shazeer
  - Venue: NeurIPS 2017
  - Links: [Paper](https://arxiv.org/abs/1706.03762), [Code](https://github.com/a/b)
- [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685)
  - *Edward J. Hu, Yelong Shen, Phillip Wallis*
  - Freezes the weights and trains small matrices.
""")

style("reference-style links and footnotes", (*ATTENTION, ["Papers"]), (*BERT, ["Papers"]))("""
## Papers
- [Attention Is All You Need][vaswani] (2017)
- BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding [[pdf][bert]]

[vaswani]: https://arxiv.org/abs/1706.03762 "arXiv"
[bert]: <https://arxiv.org/abs/1810.04805>
""")

style("html list and headings", (*ATTENTION, ["Architectures"]), (*MAMBA, ["Architectures"]))("""
<h1 align="center">Awesome</h1>
<p align="center"><a href="https://github.com/x/y/stargazers"><img src="https://img.shields.io/github/stars/x/y"></a></p>
<h2 id="arch">Architectures</h2>

<table>
<tr><th>Paper</th><th>Code</th></tr>
<tr><td><a href="https://arxiv.org/abs/1706.03762">Attention Is All You Need</a><br><i>Vaswani et al.</i></td><td><a href="https://github.com/a/b">code</a></td></tr>
<tr><td><a href='https://arxiv.org/abs/2312.00752'>Mamba: Linear-Time Sequence Modeling with Selective State Spaces</a></td><td></td></tr>
</table>
""")

style("authors first, in quotation marks", (*LORA, ["References"]), (*COT, ["References"]))("""
## References
[1] E. J. Hu, Y. Shen, P. Wallis et al., "LoRA: Low-Rank Adaptation of Large Language Models," in *ICLR*, 2022. [[arXiv:2106.09685]](https://arxiv.org/abs/2106.09685)

[2] J. Wei et al., "Chain-of-Thought Prompting Elicits Reasoning in Large Language Models," arXiv:2201.11903, 2022.
""")

style("APA and Chicago", (*ATTENTION, ["Reading"]), (*LORA, ["Reading"]))("""
## Reading
- Vaswani, A., Shazeer, N., Parmar, N., Uszkoreit, J., et al. (2017). Attention Is All You Need. Advances in Neural Information Processing Systems 30. https://arxiv.org/abs/1706.03762
- Hu, Edward J., Yelong Shen, and Phillip Wallis. "LoRA: Low-Rank Adaptation of Large Language Models." arXiv preprint arXiv:2106.09685 (2021).
""")

style("short name, then the whole title", (*LORA, ["Methods"]), (*MAMBA, ["Methods"]), (*REACT, ["Methods"]))("""
## Methods
- **LoRA**: "LoRA: Low-Rank Adaptation of Large Language Models" *[ICLR 2022]* [[paper](https://arxiv.org/abs/2106.09685)]
- [**Mamba**] Mamba: Linear-Time Sequence Modeling with Selective State Spaces, [[paper]](https://arxiv.org/abs/2312.00752)
- (**ReAct**) ReAct: Synergizing Reasoning and Acting in Language Models. [[paper](https://arxiv.org/abs/2210.03629)]
""")

style("bold headings and emoji bullets", (*COT, ["Prompting"]), (*REACT, ["Acting"]))("""
# Awesome

**Prompting**

📄 [Chain-of-Thought Prompting Elicits Reasoning in Large Language Models](https://arxiv.org/abs/2201.11903)

**Acting:**

✨ **ReAct: Synergizing Reasoning and Acting in Language Models** | [📄 Paper](https://arxiv.org/abs/2210.03629) | [💻 Code](https://github.com/a/b)
""")

style("news, licence and team are no sections", (*ATTENTION, ["Models"]))("""
# Survey of Models
## 🔥 News
- **[2024.05]** Our survey is on [arXiv](https://arxiv.org/abs/2303.18223)!
- [2024.01] [LoRA](https://arxiv.org/abs/2106.09685) was added.
## Models
- Attention Is All You Need, *NeurIPS 2017*, [paper](https://arxiv.org/abs/1706.03762).
## Citation
If you find our survey useful, please cite:
```bibtex
@article{x, title={A Survey of Large Language Models}, journal={arXiv preprint arXiv:2303.18223}}
```
## Contributors
- [Somebody](https://somebody.github.io)
""")

style("paragraphs of title, authors and links", (*ATTENTION, [["2.1", "Encoders"][1]]), (*LORA, ["Adapters"]))("""
# Literature
## 2. Models
### 2.1 Encoders

**Attention Is All You Need**
Ashish Vaswani, Noam Shazeer, Niki Parmar
*NeurIPS 2017* | [Paper](https://arxiv.org/abs/1706.03762) | [Code](https://github.com/a/b)

### 2.2 Adapters

[LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685)
Edward J. Hu, Yelong Shen. ICLR 2022.
""")

style("date, title, authors, links in a table in html details", (*REACT, ["Agents"]))("""
<details><summary>Agents</summary>

|Date|Paper|Keywords|Resources|
|:-:|:-:|:-:|:-:|
|2022.10|<a href="https://arxiv.org/abs/2210.03629">ReAct: Synergizing Reasoning and Acting in Language Models</a>|reasoning|[Code](https://github.com/a/b)|

</details>
""")

style("Chinese list", (*ATTENTION, ["模型结构"]), (*COT, ["提示学习"]))("""
# 大模型论文列表
## 一、模型结构
- Attention Is All You Need，NeurIPS 2017，[论文](https://arxiv.org/abs/1706.03762)，[代码](https://github.com/a/b)
## 二、提示学习
- 《Chain-of-Thought Prompting Elicits Reasoning in Large Language Models》 [[论文]](https://arxiv.org/abs/2201.11903)
""")

style("title, then a dash and a description", (*LORA, ["Tuning"]), (*REACT, ["Tuning"]))("""
## Tuning
- [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685) - Freezes the pre-trained weights. ![](https://img.shields.io/badge/-new-red)
- **[ReAct: Synergizing Reasoning and Acting in Language Models](https://www.alphaxiv.org/abs/2210.03629)** — *Yao et al., ICLR'23* — interleaves reasoning and acting. `agents` `tools`
""")

style("bare addresses and badges with the id", (*MAMBA, ["SSM"]), (*BERT, ["Encoders"]))("""
## SSM
- Mamba: Linear-Time Sequence Modeling with Selective State Spaces https://arxiv.org/abs/2312.00752
## Encoders
- BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding ![arXiv](https://img.shields.io/badge/arXiv-1810.04805-red) ![code](https://img.shields.io/github/stars/google-research/bert)
""")

style("fields one a line", (*COT, ["Reasoning"]))("""
## Reasoning
- **CoT** (Jan 2022)

  - Title: Chain-of-Thought Prompting Elicits Reasoning in Large Language Models
  - Author(s): Jason Wei, Xuezhi Wang
  - URL: <https://arxiv.org/abs/2201.11903>
""")

style("blockquotes, task lists and setext headings", (*ATTENTION, ["Models"]), (*LORA, ["Tuning"]))("""
My reading
==========

Models
------
- [x] [Attention Is All You Need](https://arxiv.org/abs/1706.03762)

Tuning
------
> **LoRA: Low-Rank Adaptation of Large Language Models** [[Paper](https://arxiv.org/abs/2106.09685)]
""")

style("two lists of one paper are one reference", (*LORA, ["Tuning", "Inference"]))("""
## Tuning
- [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685v2)
## Inference
- LoRA: Low-rank adaptation of large language models. [[pdf](https://arxiv.org/pdf/2106.09685)]
""")

style("plain text with numbers", (*ATTENTION, ["Models"]), (*LORA, ["Tuning"]))("""
1. Models

A Vaswani, N Shazeer, N Parmar, Attention Is All You Need, arXiv preprint arXiv:1706.03762, 2017

2. Tuning

EJ Hu, Y Shen, P Wallis, LoRA: Low-Rank Adaptation of Large Language Models, arXiv:2106.09685, 2021
""")

style("title in italics or in code", (*MAMBA, ["Models"]), (*REACT, ["Models"]))("""
## Models
- *Mamba: Linear-Time Sequence Modeling with Selective State Spaces*, A. Gu and T. Dao, 2023. [arXiv](https://arxiv.org/abs/2312.00752)
- `ReAct: Synergizing Reasoning and Acting in Language Models` [Paper](https://arxiv.org/abs/2210.03629)
""")

style("paper label in front", (*LORA, ["Tuning"]), (*COT, ["Tuning"]))("""
## Tuning
- [[Paper]](https://arxiv.org/abs/2106.09685) [[Code]](https://github.com/a/b) LoRA: Low-Rank Adaptation of Large Language Models
- [2201.11903](https://arxiv.org/abs/2201.11903) Chain-of-Thought Prompting Elicits Reasoning in Large Language Models, Wei et al.
""")


style(
    "living review with DOIs after the titles",
    (
        "Jet Substructure at the Large Hadron Collider: A Review of Recent Advances in Theory and Machine Learning",
        "1709.04464",
        ["Modern reviews"],
    ),
    ("Deep Learning and its Application to LHC Physics", "1806.11484", ["Modern reviews"]),
    ("Parameterized neural networks for high-energy physics", "1601.07913", ["Parameterized classifiers"]),
)("""
# **A Living Review of Machine Learning for Particle Physics**
*Modern machine learning techniques are everywhere.*
[![download](https://img.shields.io/badge/download-review-blue.svg)](https://iml-wg.github.io/HEPML-LivingReview/review/hepml-review.pdf)

The purpose of this note is to collect references.

* [Reviews](#reviews)
* [Classification](#classification)

## Reviews
### Modern reviews

* [Jet Substructure at the Large Hadron Collider: A Review of Recent Advances in Theory and Machine Learning](https://arxiv.org/abs/1709.04464) [[DOI](https://doi.org/10.1016/j.physrep.2019.11.001)]
* [Deep Learning and its Application to LHC Physics](https://arxiv.org/abs/1806.11484) [[DOI](https://doi.org/10.1146/annurev-nucl-101917-021019)] (2018)

## Classification
### Parameterized classifiers.

* [Parameterized neural networks for high-energy physics](https://arxiv.org/abs/1601.07913) [[DOI](https://doi.org/10.1140/epjc/s10052-016-4099-4)]
""")

style(
    "table of algorithms with their papers",
    ("Playing Atari with Deep Reinforcement Learning", "1312.5602", ["Awesome Deep RL"]),
    ("Proximal Policy Optimization Algorithms", "1707.06347", ["Awesome Deep RL"]),
    (
        "Soft Actor-Critic: Off-Policy Maximum Entropy Deep Reinforcement Learning with a Stochastic Actor",
        "1801.01290",
        ["Awesome Deep RL"],
    ),
)("""
# Awesome Deep RL
> A curated list of awesome Deep Reinforcement Learning resources.

| Algorithm | Paper | Code | Year |
| :--- | :---: | :---: | ---: |
| DQN | [Playing Atari with Deep Reinforcement Learning](https://arxiv.org/abs/1312.5602) | [link](https://github.com/kuz/DQN) | 2013 |
| PPO | [Proximal Policy Optimization Algorithms](https://arxiv.org/abs/1707.06347) | - | 2017 |
| SAC | Soft Actor-Critic: Off-Policy Maximum Entropy Deep Reinforcement Learning with a Stochastic Actor, ICML 2018 [[pdf](https://arxiv.org/abs/1801.01290)] | [rlkit](https://github.com/vitchyr/rlkit) | 2018 |

### Libraries
* [Stable Baselines3](https://github.com/DLR-RM/stable-baselines3) - RL library
""")

style(
    "table with badges, authors and pictures",
    ("SparseGPT: Massive Language Models Can Be Accurately Pruned in One-Shot", "2301.00774", []),
    ("LLM-Pruner: On the Structural Pruning of Large Language Models", "2305.11627", []),
)("""
## 2024

| Title & Authors | Introduction | Links |
|:--|  :----: | :---:|
|[![Star](https://img.shields.io/github/stars/IST-DASLab/sparsegpt.svg?style=social&label=Star)](https://github.com/IST-DASLab/sparsegpt) [![Publish](https://img.shields.io/badge/Conference-ICML'23-blue)]() [![Type](https://img.shields.io/badge/Unstructured-C2A4A6)]() <br> [SparseGPT: Massive Language Models Can Be Accurately Pruned in One-Shot](https://arxiv.org/abs/2301.00774) <br> Elias Frantar, Dan Alistarh| <img width="522" alt="image" src="figures/sparsegpt.png"> |[Github](https://github.com/IST-DASLab/sparsegpt) [paper](https://arxiv.org/abs/2301.00774)|
|[![Publish](https://img.shields.io/badge/Conference-NeurIPS'23-blue)]()<br>[LLM-Pruner: On the Structural Pruning of Large Language Models](https://arxiv.org/abs/2305.11627) <br> Xinyin Ma, Gongfan Fang, Xinchao Wang |<img src="a.png">| [Github](https://github.com/horseee/LLM-Pruner) [paper](https://arxiv.org/abs/2305.11627)|
""")

style(
    "emoji bullets, badges and code-like tags",
    ("Tree of Thoughts: Deliberate Problem Solving with Large Language Models", "2305.10601", ["Planning"]),
    ("Reasoning with Language Model is Planning with World Model", "2305.14992", ["Planning"]),
    ("ToolLLM: Facilitating Large Language Models to Master 16000+ Real-world APIs", "2307.16789", ["Tools"]),
    ("Toolformer: Language Models Can Teach Themselves to Use Tools", "2302.04761", ["Tools"]),
)("""
<div align="center"><h1>Awesome-LLM-Agents</h1></div>

## 🔥 News
- 2024.05: we are on [arXiv](https://arxiv.org/abs/2401.99999)

## 🧭 Planning
- 🌟 **Tree of Thoughts: Deliberate Problem Solving with Large Language Models** `NeurIPS 2023` [![arXiv](https://img.shields.io/badge/arXiv-2305.10601-b31b1b.svg)](https://arxiv.org/abs/2305.10601) ![GitHub Repo stars](https://img.shields.io/github/stars/princeton-nlp/tree-of-thought-llm)
- 📖 [2023/05] Reasoning with Language Model is Planning with World Model. Hao et al. [arxiv](https://arxiv.org/abs/2305.14992) | [code](https://github.com/Ber666/llm-reasoners)

## 🛠️ Tools ([back to top](#top))
- ![](https://img.shields.io/badge/ICLR-2024-green) **ToolLLM: Facilitating Large Language Models to Master 16000+ Real-world APIs** ([paper](https://arxiv.org/abs/2307.16789), [code](https://github.com/OpenBMB/ToolBench))
- (2023-02) Toolformer: Language Models Can Teach Themselves to Use Tools [`paper`](https://arxiv.org/abs/2302.04761)
""")

style(
    "year headings below tasks, numbers and breaks",
    ("Graph Transformers: A Survey of Everything", "2301.00001", ["Node classification"]),
    ("Another Graph Neural Network for Nodes", "2302.00002", ["Node classification"]),
    ("Old Graph Kernels Revisited Again", "2201.00003", ["Node classification"]),
    ("Line Graph Networks for Link Prediction", "2303.00004", ["Link prediction"]),
)("""
# Graph papers
## Node classification
### 2023
1. **[Graph Transformers: A Survey of Everything](https://arxiv.org/abs/2301.00001)** <br> *Ann Lee, Bo Chen* <br> ICLR, 2023 <br> [Code](https://github.com/a/b)
2. **[Another Graph Neural Network for Nodes](https://arxiv.org/abs/2302.00002)** <br> *Cy Diaz* <br>
### 2022
3. **[Old Graph Kernels Revisited Again](https://arxiv.org/abs/2201.00003)** <br> *Di Fan, Ed Gu*
## Link prediction
### 2023
1. Line Graph Networks for Link Prediction <br> [[Paper]](https://arxiv.org/abs/2303.00004) [[Code]](https://github.com/c/d)
""")

style(
    "Chinese tables and fields",
    ("Jailbreaking Black Box Large Language Models in Twenty Queries", "2310.08419", ["黑盒攻击"]),
    ("Universal and Transferable Adversarial Attacks on Aligned Language Models", "2307.15043", ["白盒攻击"]),
    ("Training language models to follow instructions with human feedback", "2203.02155", ["对齐"]),
    ("Constitutional AI: Harmlessness from AI Feedback", "2212.08073", ["对齐"]),
)("""
# 大模型安全论文列表

## 📑 目录
- [一、越狱攻击](#一)
- [二、对齐](#二)

## 一、越狱攻击
### 1.1 黑盒攻击
| 论文标题 | 会议/期刊 | 时间 | 论文链接 | 代码 |
|---|---|---|---|---|
| Jailbreaking Black Box Large Language Models in Twenty Queries | arXiv | 2023.10 | [链接](https://arxiv.org/abs/2310.08419) | [代码](https://github.com/patrickrchao/JailbreakingLLMs) |
### 1.2 白盒攻击
- **Universal and Transferable Adversarial Attacks on Aligned Language Models**
  - 作者：Andy Zou, Zifan Wang
  - 单位：CMU
  - 链接：https://arxiv.org/abs/2307.15043
  - 摘要：本文提出一种方法。
## 二、对齐
1、Training language models to follow instructions with human feedback（NeurIPS 2022）[[论文](https://arxiv.org/abs/2203.02155)]
2、《Constitutional AI: Harmlessness from AI Feedback》，Anthropic，2022，arXiv:2212.08073
""")

style(
    "hard breaks, venues in bold, headings in summaries",
    ("Segment Anything", "2304.02643", ["Segmentation"]),
    ("Fast Segment Anything", "2306.12156", ["Segmentation"]),
    (
        "Grounding DINO: Marrying DINO with Grounded Pre-Training for Open-Set Object Detection",
        "2303.05499",
        ["Open vocabulary"],
    ),
    ("YOLO-World: Real-Time Open-Vocabulary Object Detection", "2401.17270", ["Open vocabulary"]),
)(
    """
# Awesome Vision
[TOC]
## Segmentation
**Segment Anything**, *Alexander Kirillov, Eric Mintun*, **ICCV 2023** [[paper](https://arxiv.org/abs/2304.02643)] [[code](https://github.com/facebookresearch/segment-anything)] \\
**Fast Segment Anything**, *Xu Zhao, Wenchao Ding*, **arXiv 2023** [[paper](https://arxiv.org/abs/2306.12156)] [[code](https://github.com/CASIA-IVA-Lab/FastSAM)]

## Detection
<details open>
<summary><h3>Open vocabulary</h3></summary>

+ Grounding DINO: Marrying DINO with Grounded Pre-Training for Open-Set Object Detection, **ECCV 2024**.<br>
  Shilong Liu, Zhaoyang Zeng.<br>
  [[Paper]](https://arxiv.org/abs/2303.05499)[[Code]](https://github.com/IDEA-Research/GroundingDINO)
+ [**YOLO-World**: Real-Time Open-Vocabulary Object Detection](https://arxiv.org/abs/2401.17270) (CVPR'24) ![](https://img.shields.io/github/stars/AILab-CVR/YOLO-World)
</details>
""".replace("\\\\", "\\")
)


style(
    "underlined titles, short names before quoted titles",
    ("The Pile: An 800GB Dataset of Diverse Text for Language Modeling", "2101.00027", ["Data"]),
    ("Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", "1910.10683", ["Data"]),
)("""
## Pre-training
### Data
1. <u>The Pile: An 800GB Dataset of Diverse Text for Language Modeling</u>. *Leo Gao et al*. [[Paper](http://arxiv.org/abs/2101.00027)]
2. "**CodeParrot**". Hugging Face. [[Source](https://huggingface.co/codeparrot)]
3. **C4**: "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer". *Colin Raffel et al*. JMLR 2019. [[Paper](https://arxiv.org/abs/1910.10683)] [[Source](https://www.tensorflow.org/datasets/catalog/c4)]
""")

style(
    "title, authors, venue, then links between bars",
    ("NeRF: Representing Scenes as Neural Radiance Fields for View Synthesis", None, ["Papers"]),
    ("Neural Sparse Voxel Fields", None, ["Faster Inference"]),
    ("AutoInt: Automatic Integration for Fast Neural Volume Rendering", None, ["Faster Inference"]),
)("""
# Awesome Neural Radiance Fields
## Papers
- [NeRF: Representing Scenes as Neural Radiance Fields for View Synthesis](http://tancik.com/nerf), Mildenhall et al., ECCV 2020 | [github](https://github.com/bmild/nerf) | [bibtex](./NeRF-and-Beyond.bib#L168-L173) <!---NeRF-->
<details open>
<summary>Faster Inference</summary>

- [Neural Sparse Voxel Fields](https://lingjie0206.github.io/papers/NSVF/), Liu et al., NeurIPS 2020 | [github](https://github.com/facebookresearch/NSVF) | [bibtex](./x.bib#L1)
- [AutoInt: Automatic Integration for Fast Neural Volume Rendering](http://www.computationalimaging.org/publications/automatic-integration/), Lindell et al., CVPR 2021 | [bibtex](./x.bib#L9)
</details>
""")

style(
    "lines of one paper with hard breaks",
    ("Denoising Diffusion Probabilistic Models", "2006.11239", ["Image Generation"]),
    ("Improved Denoising Diffusion Probabilistic Models", "2102.09672", ["Image Generation"]),
)("""
# What's the score?
## Image Generation

**Denoising Diffusion Probabilistic Models** \\
*Jonathan Ho, Ajay Jain, Pieter Abbeel* \\
NeurIPS 2020. [[Paper](https://arxiv.org/abs/2006.11239)] [[Github](https://github.com/hojonathanho/diffusion)] \\
19 Jun 2020

**Improved Denoising Diffusion Probabilistic Models** \\
*Alex Nichol<sup>1</sup>, Prafulla Dhariwal<sup>1</sup>* \\
ICLR 2021. [[Paper](https://arxiv.org/abs/2102.09672)] [[Github](https://github.com/openai/improved-diffusion)] \\
18 Feb 2021
""")

style(
    "table with several kinds of links in one cell",
    ("Shape Registration in the Time of Transformers", "2106.13679", ["fl in top-tier journal"]),
    ("Federated Learning on Riemannian Manifolds", None, ["fl in top-tier journal"]),
)("""
## fl in top-tier journal

| Title | Affiliation | Venue | Year | TL;DR | Materials |
| ---- | ---- | ---- | ---- | ---- | ---- |
| Shape Registration in the Time of Transformers | Sapienza University of Rome | NeurIPS | 2021 | | [[PUB](https://proceedings.neurips.cc/paper/2021/hash/2edfeadfe636973b42d7b6ac315b896c-Abstract.html)] [[PDF](https://arxiv.org/abs/2106.13679)] [[CODE](https://github.com/x/y)] |
| Federated Learning on Riemannian Manifolds [:fire:](https://x.y) | CU | Nat. Comm. | 2023 | FedX[^1] | [[PUB](https://www.nature.com/articles/s41467-023-1)] |
""")

style(
    "citations with the title in bold",
    ("Beyond Transmitting Bits: Context, Semantics, and Task-Oriented Communications", "2207.09353", ["Tutorials & Surveys"]),
    ("Semantic communications: Principles and challenges", "2201.01389", ["Tutorials & Surveys"]),
    ("Deep Joint Source-Channel Coding for Wireless Image Transmission", "1809.01733", ["Deep JSCC"]),
)("""
# Semantic Communications
## Tutorials & Surveys
- D. Gündüz, Z. Qin, I. E. Aguerri, *et al.*, "**Beyond Transmitting Bits: Context, Semantics, and Task-Oriented Communications**," in *IEEE Journal on Selected Areas in Communications*, vol. 41, no. 1, pp. 5-41, Jan. 2023. [[Paper]](https://ieeexplore.ieee.org/document/9955525) [[arXiv]](https://arxiv.org/abs/2207.09353)
- Z. Qin, X. Tao, J. Lu and G. Y. Li, "Semantic communications: Principles and challenges", arXiv:2201.01389
## Deep JSCC
* **Deep Joint Source-Channel Coding for Wireless Image Transmission**<br>E. Bourtsoulatze, D. B. Kurka, D. Gündüz<br>*TCCN 2019* [[link]](https://arxiv.org/abs/1809.01733)
""")

style(
    "every way to write a bullet",
    ("Distilling the knowledge in a neural network", "1503.02531", []),
    ("Deep neural networks are easily fooled: High confidence predictions for unrecognizable images", "1412.1897", []),
    ("Depth Anything: Unleashing the Power of Large-Scale Unlabeled Data", "2401.10891", []),
    ("MetaGPT: Meta Programming for A Multi-Agent Collaborative Framework", "2308.00352", []),
    ("AutoGen: Enabling Next-Gen LLM Applications via Multi-Agent Conversation", "2308.08155", []),
    ('CAMEL: Communicative Agents for "Mind" Exploration of Large Language Model Society', "2303.17760", []),
    ("AgentVerse: Facilitating Multi-Agent Collaboration and Exploring Emergent Behaviors", "2308.10848", []),
    ("Voyager: An Open-Ended Embodied Agent with Large Language Models", "2305.16291", []),
    ("Generative Agents: Interactive Simulacra of Human Behavior", "2304.03442", []),
)("""
- Distilling the knowledge in a neural network (2015), G. Hinton et al. [[pdf]](http://arxiv.org/pdf/1503.02531)
- **Deep neural networks are easily fooled: High confidence predictions for unrecognizable images** (2015), A. Nguyen et al. [[pdf]](http://arxiv.org/pdf/1412.1897)
- [CVPR 2024] [Depth Anything: Unleashing the Power of Large-Scale Unlabeled Data](https://arxiv.org/abs/2401.10891) [[Code](https://github.com/LiheYoung/Depth-Anything)]
- :fire: **ICLR 2024** - **MetaGPT: Meta Programming for A Multi-Agent Collaborative Framework.** [\\[paper\\]](https://arxiv.org/abs/2308.00352) [\\[code\\]](https://github.com/geekan/MetaGPT)
- AutoGen: Enabling Next-Gen LLM Applications via Multi-Agent Conversation \\[[pdf](https://arxiv.org/abs/2308.08155)\\]
- [paper](https://arxiv.org/abs/2303.17760) CAMEL: Communicative Agents for "Mind" Exploration of Large Language Model Society - Guohao Li et al.
- \\[2023.08\\] \\[AgentVerse\\] **AgentVerse: Facilitating Multi-Agent Collaboration and Exploring Emergent Behaviors** - Weize Chen et al. - [[arXiv](https://arxiv.org/abs/2308.10848)]
- (Voyager) Voyager: An Open-Ended Embodied Agent with Large Language Models. [[Paper]](https://arxiv.org/abs/2305.16291)
- *Generative Agents: Interactive Simulacra of Human Behavior* (UIST '23) [arXiv:2304.03442](https://arxiv.org/abs/2304.03442)
""")

style(
    "years and months as headings",
    ("An Agent for Radio Access Networks", "2401.00011", ["Papers"]),
    ("Slicing Networks by Language", "2402.00012", ["Papers"]),
)("""
# Papers
## 2024
### Jan
+ **`[arXiv]`** An Agent for Radio Access Networks [[pdf]](https://arxiv.org/abs/2401.00011)
### Feb
+ **`[INFOCOM]`** Slicing Networks by Language [[pdf]](https://arxiv.org/abs/2402.00012)
""")

style(
    "underlined headings, anchors, APA with several initials",
    ("Deep Learning for Massive MIMO CSI Feedback", "1712.08919", ["Feedback"]),
    ("CsiNet Lite", None, ["Feedback"]),
    ("Deep Learning for Fading Channel Prediction", None, ["Prediction"]),
    ("Machine Learning-Based Channel Prediction", "1909.00000", ["Prediction"]),
)("""
Awesome CSI Papers
==================
### Table of Contents
1. [Feedback](#f)
2. [Prediction](#p)

<a name="f"></a>
### 1. Feedback

| No. | Title | Authors | Year | Link |
|-----|-------|---------|------|------|
| 1 | Deep Learning for Massive MIMO CSI Feedback | C.-K. Wen, W.-T. Shih, S. Jin | 2018 | [IEEE](https://ieeexplore.ieee.org/document/8322184), [arXiv](https://arxiv.org/abs/1712.08919) |
| 2 | CsiNet Lite | - | 2020 | [IEEE](https://ieeexplore.ieee.org/document/999999) |

### 2. Prediction <a name="p"></a>
*   Jiang, W., & Schotten, H. D. (2020). Deep Learning for Fading Channel Prediction. *IEEE Open Journal of the Communications Society*, 1, 320-332. https://doi.org/10.1109/OJCOMS.2020.2982513
*   [Machine Learning-Based Channel Prediction](https://arxiv.org/abs/1909.00000) _(Yuan et al., 2019)_
""")


style(
    "tables without edges, task lists, semicolons",
    ("Radar by Diffusion: A New Way to See", None, []),
    ("A Second Paper on Radar Imaging", None, []),
    ("RadarNet", "2101.00009", []),
    ("SeeNet: Seeing through Walls with Radio Waves", "2201.00010", []),
    ("Where Am I? Radio Localization with Transformers", "2301.00020", ["Localization"]),
    ("Indoor Positioning by Language Models", "2402.00021", ["Localization"]),
    ("Fingerprinting with Foundation Models", None, ["Localization"]),
)("""
# Survey list

| Paper | Venue | Code |
|---|---|---|
| **Radar by Diffusion: A New Way to See** <br> *Ann Lee, Bo Chen* | CVPR 2024 | [Code](https://github.com/a/b) |
| [A Second Paper on Radar Imaging](https://openreview.net/forum?id=abc) | ICLR'25 (Oral) | N/A |

Model | Year | Reference
--- | --- | ---
RadarNet | 2021 | [Lee et al.](https://arxiv.org/abs/2101.00009)
[SeeNet](https://github.com/a/see) | 2022 | [SeeNet: Seeing through Walls with Radio Waves](https://arxiv.org/abs/2201.00010)

## Papers by topic
#### <span id="x">Localization</span> <sub>[[back]](#top)</sub>
- [ ] 2023 - *CVPR* - **Where Am I? Radio Localization with Transformers** - [\\[PDF\\]](https://arxiv.org/abs/2301.00020) - Gil Im, Hal Jo
- [X] "Indoor Positioning by Language Models", J. Doe and K. Roe, ICC 2024, [arXiv 2402.00021](https://arxiv.org/abs/2402.00021)
- Kim, S.; Park, J.; Lee, D. Fingerprinting with Foundation Models. Sensors 2024, 24, 1234. https://doi.org/10.3390/s24041234
""")


@pytest.mark.parametrize("name", STYLES)
def test_a_style_is_read_as_a_person_reads_it(name):
    text, expected = STYLES[name]
    reading = read(text.encode(), "README.md")
    found = [(r.title, r.arxiv_id, reading.headings(r)) for r in reading.references]
    assert found == [tuple(e) for e in expected]
