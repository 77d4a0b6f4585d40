"""Lists in other formats than Markdown: each a small document of its own, with what a careful person reads in it."""

import pytest

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add
from littrack.pipeline.lists import read_list

FORMATS = {}


def form(name, *expected):
    def keep(text):
        FORMATS[name] = (text, expected)

    return keep


form(
    "restructured",
    ("Supervised learning with quantum-enhanced feature spaces", "1804.11326", ["Kernels"], 1),
    ("Quantum machine learning in feature Hilbert spaces", "1803.07128", ["Kernels"], 2),
    ("Differentiable learning of quantum circuit Born machines", "1804.04168", ["Generative models"], 2),
    ("Quantum generative adversarial networks", "1804.08641", ["Generative models"], 2),
)(
    r"""
===========================
Awesome Quantum ML
===========================

.. contents::

Kernels
=======

* `Supervised learning with quantum-enhanced feature spaces <https://arxiv.org/abs/1804.11326>`_, Havlíček et al., Nature 2019
* `Quantum machine learning in feature Hilbert spaces`__ by Maria Schuld and Nathan Killoran (2018)

__ https://arxiv.org/abs/1803.07128

Generative models
-----------------

- Liu, J.-G. and Wang, L., "Differentiable learning of quantum circuit Born machines," arXiv:1804.04168 (2018).
- **Quantum generative adversarial networks** -- P.-L. Dallaire-Demers, N. Killoran. `arXiv:1804.08641 <https://arxiv.org/abs/1804.08641>`__
""".lstrip()
)

form(
    "asciidoc",
    ("RT-1: Robotics Transformer for Real-World Control at Scale", "2212.06817", ["Manipulation"], 1),
    ("PaLM-E: An Embodied Multimodal Language Model", "2303.03378", ["Manipulation"], 1),
    ("Dex-Net 2.0: Deep Learning to Plan Robust Grasps", "1703.09312", ["Grasping"], 0),
)(
    r"""
= Awesome Robotics
:toc:

== Manipulation

* https://arxiv.org/abs/2212.06817[RT-1: Robotics Transformer for Real-World Control at Scale] - Brohan et al., 2022
* link:https://arxiv.org/abs/2303.03378[PaLM-E: An Embodied Multimodal Language Model], Driess et al.

=== Grasping

. *Dex-Net 2.0: Deep Learning to Plan Robust Grasps* https://arxiv.org/abs/1703.09312[paper] https://github.com/BerkeleyAutomation/dex-net[code]
""".lstrip()
)

form(
    "orgmode",
    ("Denoising Diffusion Probabilistic Models", "2006.11239", ["Theory"], 0),
    ("Score-Based Generative Modeling through Stochastic Differential Equations", "2011.13456", ["Theory"], 1),
    ("DiffWave: A Versatile Diffusion Model for Audio Synthesis", "2009.09761", ["Audio"], 0),
)(
    r"""
#+TITLE: Reading list
* Diffusion models
** Theory
- [[https://arxiv.org/abs/2006.11239][Denoising Diffusion Probabilistic Models]], Ho, Jain, Abbeel (2020)
- [[https://arxiv.org/abs/2011.13456][Score-Based Generative Modeling through Stochastic Differential Equations]] /Song et al./
** Audio
*** TODO DiffWave: A Versatile Diffusion Model for Audio Synthesis :audio:
    [[https://arxiv.org/abs/2009.09761][arXiv]]
""".lstrip()
)

form(
    "page",
    ("Deep Radar Imaging with Few Samples", "2101.00001", ["Imaging"], 2),
    ("Radar Super-Resolution by Diffusion", "2202.00002", ["Imaging"], 2),
    ("Tracking Many Targets with Transformers", "2303.00003", ["Tracking"], 2),
    ("A Tracker for Drones", "2304.00004", ["Tracking"], 2),
)(
    r"""
<!DOCTYPE html>
<html><head><title>Papers on radar</title><style>li{color:red}</style><script>var x="- [a](https://arxiv.org/abs/2001.00001)";</script></head>
<body>
<nav><ul><li><a href="#a">Home</a></li></ul></nav>
<h1>Papers on radar</h1>
<h2>Imaging</h2>
<ul>
<li><a href="https://arxiv.org/abs/2101.00001">Deep Radar Imaging with Few Samples</a>, <i>Ann Lee, Bo Chen</i>, IEEE TSP 2021 [<a href="https://github.com/a/b">code</a>]</li>
<li>
  <b>Radar Super-Resolution by Diffusion</b><br/>
  Cy Diaz, Di Fan<br/>
  <a href="https://arxiv.org/pdf/2202.00002">pdf</a>
</li>
</ul>
<h2>Tracking</h2>
<p>[1] E. Gu and F. Ho, &ldquo;Tracking Many Targets with Transformers,&rdquo; <em>arXiv:2303.00003</em>, 2023.</p>
<div class="paper"><span class="title"><a href="https://arxiv.org/abs/2304.00004">A Tracker for Drones</a></span><br><span class="authors">Gil Im, Hal Jo</span></div>
</body></html>
""".lstrip()
)

form(
    "records csv",
    ("Attention Is All You Need", "1706.03762", ["Architectures"], 2),
    ("BERT: Pre-training, of Deep Bidirectional Transformers", "1810.04805", ["Architectures"], 2),
)(
    r"""
#,Paper Name,Author(s),Published In,Yr,Paper URL,Topic,GitHub
1,"Attention Is All You Need","Vaswani, A.; Shazeer, N.",NIPS,2017,https://arxiv.org/abs/1706.03762,Architectures,
2,"BERT: Pre-training, of Deep Bidirectional Transformers",Jacob Devlin; Ming-Wei Chang,NAACL,2019,https://arxiv.org/abs/1810.04805v2,Architectures,https://github.com/google-research/bert
""".lstrip()
)

form(
    "records jsonl",
    ("Attention Is All You Need", "1706.03762", ["Models"], 0),
    ("LoRA: Low-Rank Adaptation of Large Language Models", "2106.09685", ["Tuning"], 2),
)(
    r"""
{"paper": {"title": "Attention Is All You Need", "arXivId": "1706.03762"}, "tags": ["Models"]}
{"name": "LoRA: Low-Rank Adaptation of Large Language Models", "pdf_url": "https://arxiv.org/pdf/2106.09685", "category": "Tuning", "authors": [{"name": "Edward Hu"}, {"name": "Yelong Shen"}], "publication_date": "2021-06-17"}
""".lstrip()
)

form(
    "latex",
    ("Attention is all you need", None, ["Introduction"], 1),
    ("LLM4CP: Adapting large language models for channel prediction", "2406.14440", ["Introduction", "Channel estimation"], 3),
    ("Language models are few-shot learners", "2005.14165", ["Introduction"], 1),
)(
    r"""
\documentclass{IEEEtran}
\title{A Survey of {LLM}s in Networks}
\begin{document}
\section{Introduction}
LLMs \cite{b1} are large. They are used \cite{b2,b3}.
\section{Physical layer}
\subsection{Channel estimation}
Channel estimation is learned~\cite{b2}. % \cite{b9}
\begin{thebibliography}{00}
\bibitem{b1} A.~Vaswani \emph{et al.}, ``Attention is all you need,'' in \emph{Proc. NeurIPS}, 2017, pp. 1--11.
\bibitem{b2} B. Liu, X. Liu, and S. Gao, ``{LLM4CP}: Adapting large language models for channel prediction,'' \textit{arXiv preprint arXiv:2406.14440}, 2024.
\bibitem{b3}
T. Brown, ``Language models are few-shot learners,''
\newblock {\em arXiv:2005.14165}, 2020.
\end{thebibliography}
\end{document}
""".lstrip()
)

form(
    "bibtex",
    (
        "Jet Substructure at the Large Hadron Collider: A Review of Recent Advances in Theory and Machine Learning",
        "1709.04464",
        ["Reviews"],
        3,
    ),
    ("Deep Learning and its Application to LHC Physics", "1806.11484", ["Reviews"], 3),
    ("Parameterized Machine Learning for High-Energy Physics", "1601.07913", ["Reviews"], 3),
    ("Jet-images -- deep learning edition", "1511.05190", ["Reviews"], 2),
)(
    r"""
@string{phrep = "Physics Reports"}
% Reviews
@article{Larkoski:2017jix,
    author = "Larkoski, Andrew J. and Moult, Ian and Nachman, Benjamin",
    title = "{Jet Substructure at the Large Hadron Collider: A Review of Recent Advances in Theory and Machine Learning}",
    eprint = "1709.04464",
    archivePrefix = "arXiv",
    primaryClass = "hep-ph",
    doi = "10.1016/j.physrep.2019.11.001",
    journal = phrep,
    volume = "841",
    year = "2020"
}
@article{Guest:2018yhq, author={Guest, Dan and Cranmer, Kyle and Whiteson, Daniel}, title={Deep Learning and its Application to {LHC} Physics}, journal="Ann. Rev. Nucl. Part. Sci." # ", vol. 68", year=2018, eprint={arXiv:1806.11484}}
@article{Baldi:2016fzo, author={Baldi, Pierre and Cranmer, Kyle and Faucett, Taylor}, title={Parameterized Machine Learning for High-Energy Physics}, year=2016, url={https://arxiv.org/abs/1601.07913}}
@misc{deOliveira:2015xxd, author={de Oliveira, Luke and Kagan, Michael}, title={Jet-images -- deep learning edition}, year=2016, eprint={1511.05190}}
""".lstrip()
)


form(
    "restructured tables of four kinds",
    ("Boats in the Harbour at Night", "1401.00018", ["Boats"], 0),
    ("Counting Boats from Above", None, ["Boats"], 0),
    ("Cranes in the Fog", "1501.00019", ["Cranes"], 2),
    ("Cranes without Fog", "1502.00020", ["Cranes"], 1),
    ("Locks and Their Keepers", "1503.00021", ["Locks"], 0),
    ("Ferries that Wait", "1504.00022", ["Ferries"], 0),
)(
    r"""
Harbours
========

Boats
-----

=========  ==============================  ======  =====  ==========================================
Data       Paper Title                     Venue   Year   Materials
=========  ==============================  ======  =====  ==========================================
Radar      Boats in the Harbour            CVPR    2014   `[PDF] <https://arxiv.org/abs/1401.00018>`_
           at Night
Aerial     Counting Boats from Above       ICCV    2015   `[Code] <https://github.com/a/boats>`_
=========  ==============================  ======  =====  ==========================================

Cranes
------

.. list-table:: Papers about cranes
   :header-rows: 1
   :widths: 50 30 20

   * - Title
     - Authors
     - Link
   * - Cranes in the
       Fog
     - Lia Moe, Jan Sand
     - `paper <https://arxiv.org/abs/1501.00019>`_
   * - Cranes without Fog
     - Lia Moe
     - `paper <https://arxiv.org/abs/1502.00020>`_

Locks
-----

.. csv-table::
   :header: "Title", "Link"

   "Locks and Their Keepers", "`paper <https://arxiv.org/abs/1503.00021>`_"

Ferries
-------

+-------------------+----------------------------------------------+
| Title             | Link                                         |
+===================+==============================================+
| Ferries that      | `paper <https://arxiv.org/abs/1504.00022>`_  |
| Wait              |                                              |
+-------------------+----------------------------------------------+
"""
)

form(
    "asciidoc with tables",
    ("Harbours in Winter", "1505.00023", ["Harbours"], 2),
    ("Harbours in Summer", "1506.00024", ["Harbours"], 1),
    ("Piers at Low Tide", "1507.00025", ["Piers"], 0),
)(
    """
= Lists of harbours

== Harbours

[cols="3,2,1",options="header"]
|===
| Title | Authors | Link
| Harbours in Winter | Lia Moe, Jan Sand | https://arxiv.org/abs/1505.00023[paper]
| Harbours in Summer
| Jan Sand
| https://arxiv.org/abs/1506.00024[paper]
|===

== Piers

|===
|Title |Link

|Piers at Low Tide |https://arxiv.org/abs/1507.00025[paper]
|===
"""
)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_read_as_a_person_reads_it(name):
    text, expected = FORMATS[name]
    reading = read(text.encode(), "list")
    assert reading.format == name.split()[0]
    assert [(r.title, r.arxiv_id, reading.headings(r), len(r.authors)) for r in reading.references] == list(expected)
    lines = text.split("\n")
    for entry in reading.entries:
        stands = " ".join(lines[entry.line - 1 : entry.end])
        assert entry.title.split()[0].strip(":") in stands or name.startswith("latex")


TEX = r"""\title{A Living Review}
\begin{document}
\section{Reviews}
\item \textbf{Modern reviews}~\cite{Larkoski:2017jix,Guest:2018yhq}
% \cite{ghost}
\section{Classification}
\subsection{Parameterized classifiers}
Parameterized networks~\cite{Baldi:2016fzo, Larkoski:2017jix} learn more.
\subsubsection{Jet images} Jets as images \citep[see][]{deOliveira:2015xxd}.
\bibliography{HEPML}
\end{document}
"""


def test_a_survey_in_latex_takes_its_entries_from_the_file_beside_it(tmp_path):
    (tmp_path / "survey.tex").write_text(TEX)
    reading = read_list(tmp_path / "survey.tex")
    assert not reading.references
    assert "HEPML.bib is not beside the list" in str(reading.problems[0])
    (tmp_path / "HEPML.bib").write_text(FORMATS["bibtex"][0])
    reading = read_list(tmp_path / "survey.tex")
    assert [(r.arxiv_id, reading.headings(r), r.line) for r in reading.references] == [
        ("1709.04464", ["Reviews", "Parameterized classifiers"], 4),
        ("1806.11484", ["Reviews"], 4),
        ("1601.07913", ["Parameterized classifiers"], 8),
        ("1511.05190", ["Jet images"], 9),
    ]
    assert reading.title == "A Living Review"
    assert reading.references[2].context == ("Parameterized networks [·] learn more.",)


def test_a_bibliography_is_looked_for_beside_the_list_alone(tmp_path):
    (tmp_path / "secret.bib").write_text(FORMATS["bibtex"][0])
    (tmp_path / "papers").mkdir()
    path = tmp_path / "papers" / "survey.tex"
    path.write_text(TEX.replace("HEPML", "../secret"))
    assert not read_list(path).references


@pytest.mark.parametrize("name", FORMATS)
def test_an_entry_is_written_into_a_format_or_refused(name):
    """Nothing but the new entry changes; where no style can be learned, that is said."""
    text, expected = FORMATS[name]
    data = text.encode()
    new = Addition("Zeta: A New Model for Maps", (expected[0][2][0],), ("Ann Lee", "Bo Chen"), "2511.01234")
    edit = add(data, "list", [new])
    if not edit.added:
        assert edit.data == data
        assert edit.skipped
        return
    grown = len(edit.data) - len(data)
    assert any(data[:n] + data[n:] == edit.data[:n] + edit.data[n + grown :] for n in range(len(data) + 1))
    assert "2511.01234" in [r.arxiv_id for r in read(edit.data, "list").references]


def test_what_libraries_export_is_read_as_it_is_meant():
    bib = rb"""% Encoding: UTF-8
@inproceedings{eto21, title="Tides {\&} 50{\%} of {W}aves", author="Di Eto", booktitle={Proc. of {ICML}}, date={2021-07-01}}
@misc{fox20, title={Save 20% of Boats}, author={Fox, Ed}, year=2020}
"""
    one, two = read(bib, "x.bib").references
    assert (one.title, one.venue, one.sections) == ("Tides & 50% of Waves", "Proc. of ICML", ())
    assert two.title == "Save 20% of Boats"
    zotero = b'"Item Type","Author","Title","Publication Title"\n"preprint","Lee, Ann; Chen, Bo","Boats in Deep Water",""\n'
    assert read(zotero, "x.csv").references[0].authors == ("Ann Lee", "Bo Chen")
    scopus = b'Authors,Title,Year,Source title\n"Lee A.; Chen B.","Boats in Deep Water",2023,"Journal of Boats"\n'
    (reference,) = read(scopus, "x.csv").references
    assert (reference.authors, reference.venue) == (("Lee A.", "Chen B."), "Journal of Boats")
    records = read(b'{"title": "Boats in Deep Water", "authors": ["Ann Lee"]}\n{"title": 5}\n', "x.jsonl")
    assert [r.title for r in records.references] == ["Boats in Deep Water"]
    assert "x.jsonl:2" in str(records.problems[0])
