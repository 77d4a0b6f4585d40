"""A survey's own text in the forms of several publishers: sections, references, and which section cites which."""

from __future__ import annotations

import pytest

from littrack.lists import read

NUMBERED = """Models for Ports: A Review
Ann Lee a, Bo Chen b
ARTICLE INFO

1. Introduction
Ports handle cargo [1,2]. Models [3–5] are new.
2. Background
2.1. Moorings
Moorings [3] need ropes.
2.2. Tides
Tides [4] and prompts [5] are cheap.
3. Conclusions
Ports are next.
References
[1] A. Lee, B. Chen, Cargo in large ports, Transp. Res. Part E 120 (2018) 1–15.
[2] C. Diaz, Ports of the world, Marit. Policy Manag. 44 (2017) 230–245.
[3] D. Eto, E. Fox, BoatBERT: deep bidirectional boats, in: Proceedings of NAACL, 2019,
pp. 4171–4186.
[4] H. Ito, Transfer for ports, in: International Conference on Machine Learning, 2019.
[5] J. Kim, K. Lund, Prefix-tuning cranes, arXiv preprint arXiv:2101.00190 (2021).
"""

BY_NAME = """A Survey on Reasoning Boats

Ann Lee1, Bo Chen2

Abstract
We survey boats that reason.

1 Introduction
Boats reason (Diaz et al., 2022; Eto and Fox, 2023). This was first seen by Gil (2020).
2 Prompting
2.1 Chains
Chains (Diaz, Eto, and Fox, 2022) elicit reasoning. Samples (Ham et al., 2023a,b) help.
3 Training
Lund et al. (2024) train boats.

References
Carla Diaz, Di Eto, and Ed Fox. 2022. Chain-of-boats prompting elicits reasoning. In Advances in
Neural Information Processing Systems, volume 35, pages 24824–24837.
Di Eto and Ed Fox. 2023. Towards reasoning boats. In Findings of ACL 2023, pages 1049–1065.
Fia Gil. 2020. Boats as few-shot sailors. arXiv preprint arXiv:2005.14165.
Gus Ham, Hal Ito, and Jo Kim. 2023a. Self-consistency improves boats. In ICLR.
Gus Ham, Jo Kim, and Kai Lund. 2023b. Tools for boats that compute. arXiv preprint arXiv:2211.10435.
Kai Lund, Lea Moe, and Max Nils. 2024. Self-taught boats. Transactions on Machine Learning Research.
"""

ORDERED = """# Diffusion at Sea: A Survey

## 1 Introduction

Models [1, 2] make waves, see also [3].

## 2 Methods

### 2.1 Scores

Scores [2, 4] are trained by denoising, and [5] is cheaper.

## References

1. Ho J, Jain A, Abel P. Denoising probabilistic waves. NeurIPS 2020.
2. Song Y, Ermon S. Gradients of the sea. NeurIPS 2019. arXiv:1907.05600
3. Yang L, Zhang Z. Diffusion waves: a survey. ACM Computing Surveys 2023.
4. Song Y, Sohl J. Score-based models of the sea. ICLR 2021.
5. Rombach R, Blatt A. High-resolution waves. CVPR 2022.
"""

NOTES = """# A Survey of Tidal Graphs

## Introduction

Graphs of tides[^old] are old.

## Convolution

Convolutions[^gcn] and attention[^gat] work on tides.

[^old]: A. Lee, "Graphs of tides," *Nature*, 2001.
[^gcn]: B. Chen and C. Diaz, "Semi-supervised tides," ICLR 2017. https://arxiv.org/abs/1609.02907
[^gat]: D. Eto et al., "Graph attention at sea," ICLR 2018.
"""


def told(text: str) -> tuple[str, list[tuple[str, tuple[str, ...], int | None, list[str]]]]:
    reading = read(text.encode(), "survey.txt")
    assert (reading.format, reading.problems) == ("paper", ())
    return reading.title, [(r.title, r.authors, r.year, reading.headings(r)) for r in reading.references]


def test_headings_and_references_with_numbers_as_elsevier_has_them() -> None:
    title, references = told(NUMBERED)
    assert title == "Models for Ports: A Review"
    assert references == [
        ("Cargo in large ports", ("A. Lee", "B. Chen"), 2018, ["Introduction"]),
        ("Ports of the world", ("C. Diaz",), 2017, ["Introduction"]),
        ("BoatBERT: deep bidirectional boats", ("D. Eto", "E. Fox"), 2019, ["Introduction", "Moorings"]),
        ("Transfer for ports", ("H. Ito",), 2019, ["Introduction", "Tides"]),
        ("Prefix-tuning cranes", ("J. Kim", "K. Lund"), 2021, ["Introduction", "Tides"]),
    ]


def test_references_that_are_cited_by_name_and_year() -> None:
    title, references = told(BY_NAME)
    assert title == "A Survey on Reasoning Boats"
    assert references == [
        ("Chain-of-boats prompting elicits reasoning", ("Carla Diaz", "Di Eto", "Ed Fox"), 2022, ["Introduction", "Chains"]),
        ("Towards reasoning boats", ("Di Eto", "Ed Fox"), 2023, ["Introduction"]),
        ("Boats as few-shot sailors", ("Fia Gil",), 2020, ["Introduction"]),
        ("Self-consistency improves boats", ("Gus Ham", "Hal Ito", "Jo Kim"), 2023, ["Chains"]),
        ("Tools for boats that compute", ("Gus Ham", "Jo Kim", "Kai Lund"), 2023, ["Chains"]),
        ("Self-taught boats", ("Kai Lund", "Lea Moe", "Max Nils"), 2024, ["Training"]),
    ]
    assert read(BY_NAME.encode(), "x").references[2].context == ("This was first seen by Gil (2020).",)


VENUES = {
    "Ann Lee. 2019. Boats as agents. Commun. ACM 62, 3 (2019), 44\u201353.": "Commun. ACM",
    "Ann Lee. 2019. Boats as agents. In Proceedings of the Annual Symposium on Harbour Technology. 1\u201322.": (
        "Proceedings of the Annual Symposium on Harbour Technology"
    ),
    "Lee, A. (2018). Boats as agents. Sleep Medicine, 50, 1\u20139. https://doi.org/10.1016/j.sleep.2018.01": "Sleep Medicine",
}


@pytest.mark.parametrize("reference", VENUES)
def test_venues_without_volume_pages_and_address(reference: str) -> None:
    numbered = "".join(f"[{n}] {reference}\n" for n in range(1, 6))
    text = f"Boats\n\n1 Introduction\nBoats [1] are [2] of [3] wood [4] and steel [5].\n\nReferences\n{numbered}"
    assert {e.venue for e in read(text.encode(), "x").entries} == {VENUES[reference]}


def test_an_ordered_list_of_references_in_markdown() -> None:
    title, references = told(ORDERED)
    assert title == "Diffusion at Sea: A Survey"
    assert [(r[0], r[3]) for r in references] == [
        ("Denoising probabilistic waves", ["Introduction"]),
        ("Gradients of the sea", ["Introduction", "Scores"]),
        ("Diffusion waves: a survey", ["Introduction"]),
        ("Score-based models of the sea", ["Scores"]),
        ("High-resolution waves", ["Scores"]),
    ]
    assert references[0][1] == ("Ho J", "Jain A", "Abel P")


def test_footnotes_belong_to_the_sections_that_cite_them() -> None:
    assert [(r[0], r[3]) for r in told(NOTES)[1]] == [
        ("Graphs of tides", ["Introduction"]),
        ("Semi-supervised tides", ["Convolution"]),
        ("Graph attention at sea", ["Convolution"]),
    ]
    assert read(NOTES.encode(), "x").references[1].arxiv_id == "1609.02907"


@pytest.mark.parametrize(
    "end", [NOTES.partition("[^old]:")[1] + NOTES.partition("[^old]:")[2], BY_NAME.partition("References")[2]]
)
def test_a_list_of_links_with_notes_at_its_end_stays_one(end: str) -> None:
    links = "".join(f"- [Boats at Sea {n}](https://arxiv.org/abs/24{n:02}.00001) (Gil, 2020)[^old]\n" for n in range(1, 13))
    text = f"# Boats\n\n## Moorings\n\n{links}\n## References\n\n{end}"
    assert read(text.encode(), "x.md").format == "readme"


def test_a_text_that_ends_with_the_heading_of_its_references_is_read() -> None:
    assert read(b"1 Introduction\nBoats [1] are [2].\n\nReferences", "x").entries == ()
