"""Bibliographies as people keep them in pages, in reStructuredText and in LaTeX, with invented papers: what is read of each."""

import pytest

from littrack.lists import read
from littrack.lists.addition import Addition
from littrack.lists.edit import add
from test_lists_edit import new_lines

LISTS = {
    "a venue after In": (
        "l.md",
        """
# 1. Tides
- Ebbing only converges at noon. In *COLT 2016*. [[pdf](https://example.org/a.pdf)]
- An alternative view: When do waves escape? In *ITA 2018*. [[pdf](https://arxiv.org/pdf/1801.00011.pdf)]
""",
        [
            ("Ebbing only converges at noon", (), "COLT", 2016, None),
            ("An alternative view: When do waves escape?", (), "ITA", 2018, "1801.00011"),
        ],
    ),
    "a table with short names, surnames and addresses": (
        "l.md",
        """
## Key papers
| Paper | Authors | Year | Venue | Link |
|---|---|---|---|---|
| Tidal: Selective Waves | Berg & Hale | 2023 | arXiv:2301.00012 (preprint) | https://arxiv.org/abs/2301.00012 |
| WaveNest | Berg et al. | 2024 | ICML | https://arxiv.org/abs/2401.00013 |
""",
        [
            ("Tidal: Selective Waves", ("Berg", "Hale"), "arXiv", 2023, "2301.00012"),
            ("WaveNest", ("Berg",), "ICML", 2024, "2401.00013"),
        ],
    ),
    "nothing but homes of publishers and deadlines": (
        "l.md",
        """
## Where papers are found
- **[ArXiv](https://arxiv.org/)**: Preprints without a fee (cs.AI, cs.LG)
- **[OpenReview](https://openreview.net/)**: Reviews of conferences

## Conferences
| Year | Website | Paper List | Deadline |
|---|---|---|---|
| 2027 | [site](https://www.usenix.org/conference/harbours27) | | Cycle 1: 2026-06-11<br>Cycle 2: 2026-11-17 |
""",
        [],
    ),
    "a title in quotation marks over lines of its authors": (
        "l.md",
        """
### Piers
- **"Counting Boats and Intelligence" (1950)**
  - Mia Berg
  - The test of the boats

- **"A Theory of Mooring" (1997)**
  - Berg & Hale
  - Anchors
""",
        [
            ("Counting Boats and Intelligence", ("Mia Berg",), None, 1950, None),
            ("A Theory of Mooring", ("Berg", "Hale"), None, 1997, None),
        ],
    ),
    "front matter and APA": (
        "l.md",
        """---
title: "References of the harbour"
date: 2025-11-29
tags: [a, b]
---

## Papers
Berg, M., van Hale, T., & Roth, U. (2014). Learning the words of sailors. In *Proceedings of the 2014 Conference on Empirical Ports (EMP)* (pp. 17–34). https://doi.org/10.3115/v1/x14-1179

Berg, M. A. (1937). On computable tides. *Proceedings of the Harbour Society*, s2-42(1), 230–265. https://doi.org/10.1112/plms/s2-42.1.230

Roth, U. (2014). From wave to wave. In *Advances in Tidal Systems* (Vol. 27, pp. 3104–3112). https://arxiv.org/abs/1401.0014
""",
        [
            (
                "Learning the words of sailors",
                ("M. Berg", "T. van Hale", "U. Roth"),
                "Proceedings of the 2014 Conference on Empirical Ports (EMP)",
                2014,
                None,
            ),
            ("On computable tides", ("M. A. Berg",), "Proceedings of the Harbour Society", 1937, None),
            ("From wave to wave", ("U. Roth",), "Advances in Tidal Systems", 2014, "1401.0014"),
        ],
    ),
    "emoji codes as labels": (
        "l.md",
        """
### Notes
- [:blue_book:](https://github.com/a/notes/blob/main/x.md) Telling Eels from Ropes on Radar [[paper](https://www.harbours.example/article/S07-2)]
- [:green_book:](https://github.com/a/notes/blob/main/y.md) A Review of Ropes and Nets [[paper](https://arxiv.org/abs/2101.00015)]
""",
        [
            ("Telling Eels from Ropes on Radar", (), None, None, None),
            ("A Review of Ropes and Nets", (), None, None, "2101.00015"),
        ],
    ),
    "numbered titles in bold over lines of authors and journal": (
        "l.md",
        """
**1.    Trajectories of Many Open Boats**
Mia Berg, T. Q. Hale, U. W. Roth
Phys. Rev. A 88, 052122 (2013)
http://arxiv.org/abs/1301.0016
<blockquote>
<p>
A question of boats.
</p>
</blockquote>

------

**2.    Interference in Harbours**
Tom Hale
http://arxiv.org/abs/1301.0017
""",
        [
            ("Trajectories of Many Open Boats", ("Mia Berg", "T. Q. Hale", "U. W. Roth"), "Phys. Rev. A", 2013, "1301.0016"),
            ("Interference in Harbours", ("Tom Hale",), None, None, "1301.0017"),
        ],
    ),
    "authors with the year before the title": (
        "l.md",
        """
### Causes
- Berg (1974), ["Estimating Effects of Storms in Harbours"](https://www.jstor.org/stable/1)
- Berg and Hale (2016), ["Do Piers Move?"](https://www.jstor.org/stable/2)
- M Berg, Tom, and Ulf Roth. 2007. “Parties in New Ports.” Journal of Ports 69(4): 1133–1146.
- David A Berg (2009). Harbour Models: Theory and Practice. Springer.

### Effects
1. **Hale, T. B. (1978)**: "Storms: The Role of Chance". A pioneering work that advanced the study of storms and of much else besides.
2. **Hale, Yair. (1978)**: "On the Pooling of Ports". This paper discusses how to pool many ports at once.
""",
        [
            ("Estimating Effects of Storms in Harbours", ("Berg",), None, 1974, None),
            ("Do Piers Move?", ("Berg", "Hale"), None, 2016, None),
            ("Parties in New Ports", ("M Berg", "Tom", "Ulf Roth"), "Journal of Ports", 2007, None),
            ("Harbour Models: Theory and Practice", ("David A Berg",), "Springer", 2009, None),
            ("Storms: The Role of Chance", ("T. B. Hale",), None, 1978, None),
            ("On the Pooling of Ports", ("Yair Hale",), None, 1978, None),
        ],
    ),
    "quoted blocks with surnames first": (
        "l.md",
        """
# Bibliography

> Berg, Mia, and Tom Hale (2013).  [Beyond
the Pier: Boats and Preferences](https://example.org/p.pdf). Harbour Journal: Policy, 5 (3): 67-91.

> Hale, Tom O., and Ulf Roth. (2009). Was It Wrong? A Theory of Port History. Quarterly Journal of Ports 124 (2): 531–96.

> Roth, Ulf, Mia D. Berg, and Tom R. Hale. (1996). A Study of Constant-Sum
Boats. Journal of Games, 25(3): 269–87.
""",
        [
            ("Beyond the Pier: Boats and Preferences", ("Mia Berg", "Tom Hale"), "Harbour Journal: Policy", 2013, None),
            ("Was It Wrong? A Theory of Port History", ("Tom O. Hale", "Ulf Roth"), "Quarterly Journal of Ports", 2009, None),
            ("A Study of Constant-Sum Boats", ("Ulf Roth", "Mia D. Berg", "Tom R. Hale"), "Journal of Games", 1996, None),
        ],
    ),
    "fields below an author and a title": (
        "l.md",
        """
## Texts
- [x] **Berg, Mia - Ports: Models and Inference** (2009)
  - 📁 `texts/berg.pdf`
- [ ] **Hale, T. & Roth, U. (2014)** - "A Causal Approach to the Price of Ropes"
  - Journal: Expert Ropes with Applications 41(2): 387-396
  - DOI: 10.1016/j.ropes.2013.07.017
""",
        [
            ("Ports: Models and Inference", ("Mia Berg",), None, 2009, None),
            ("A Causal Approach to the Price of Ropes", ("T. Hale", "U. Roth"), "Expert Ropes with Applications", 2014, None),
        ],
    ),
    "citations in reStructuredText": (
        "l.rst",
        """
Bibliography
============

.. Note: the first letter must be escaped
   https://docutils.example/restructuredtext.html#lists

.. [BergHale08] Berg & Hale (2008). Boat Networks: A Formulation. Communications in Tidal Physics, 287(3), 1109-1132. doi:10.1007/s00220-008-0698-8

.. [BHR09]
    \\M. Berg, T. Hale, U.-J. Roth, *Random Boat Operations*, Phys. Lett. A **373**, 320-324 (2009). :doi:`10.1016/j.physleta.2008.11.043`.

.. [Roth1] |nbspc|"Time-evolution methods for piers",
           U. Roth, M. Berg, and T. Hale, Quant. Info. Comput. **3**, 193-202
           (2003), :doi:`10.5555/2011534.2011535`
""",
        [
            ("Boat Networks: A Formulation", ("Berg", "Hale"), "Communications in Tidal Physics", 2008, None),
            ("Random Boat Operations", ("M. Berg", "T. Hale", "U.-J. Roth"), "Phys. Lett. A", 2009, None),
            ("Time-evolution methods for piers", ("U. Roth", "M. Berg", "T. Hale"), "Quant. Info. Comput.", 2003, None),
        ],
    ),
    "line blocks in reStructuredText": (
        "l.rst",
        """
Papers with code
----------------

| **[11] An algorithm for high boats**
| Boats & Ropes, 651-A62, pp. 24, 2021
  `[Paper] <https://arxiv.org/abs/2104.00018>`_
  `[Code] <https://github.com/a/boats>`_
| M. Berg, T. Hale, U. Roth.

| **Deconvolution of Harbours**
| Proceedings of ISBI, 2019.
  `[Paper] <https://arxiv.org/abs/1904.00019>`_
| M. Berg, and T. Van Hale-Schilling.
""",
        [
            ("An algorithm for high boats", ("M. Berg", "T. Hale", "U. Roth"), None, 2021, "2104.00018"),
            ("Deconvolution of Harbours", ("M. Berg", "T. Van Hale-Schilling"), "Proceedings of ISBI", 2019, "1904.00019"),
        ],
    ),
    "items that BibTeX has written": (
        "l.bbl",
        r"""
\begin{thebibliography}{}

\bibitem[\protect\citeauthoryear{Berg, Hale, and Roth}{Berg
  et~al.}{2001}]{bergHarbours2001}
Berg, M., T.~Hale, and U.~A. Roth (2001, December).
\newblock The {{Colonial Origins}} of {{Harbours}}: {{An
  Investigation}}.
\newblock {\em Harbour Review\/}~{\em 91\/}(5), 1369--1401.

\bibitem{hale}
T.~Hale.
\newblock Counting boats in radar images.
\newblock {\em arXiv preprint arXiv:2401.00020}, 2024.

\end{thebibliography}
""",
        [
            ("The Colonial Origins of Harbours: An Investigation", ("M. Berg", "T. Hale", "U. A. Roth"), "Harbour Review", 2001, None),
            ("Counting boats in radar images", ("T. Hale",), "arXiv", 2024, "2401.00020"),
        ],
    ),
    "a remark in another script, a short name with its page": (
        "l.md",
        """
### 初期値
- Understanding the difficulty of steering boats(Xavierの初期値)
  http://proceedings.mlr.press/v9/berg10a/berg10a.pdf
- [BoatNet](https://boatnet.github.io/) [paper](https://arxiv.org/abs/2301.00021)
""",
        [
            ("Understanding the difficulty of steering boats", (), None, None, None),
            ("BoatNet", (), None, None, "2301.00021"),
        ],
    ),
    "authors and a link on the line above the title": (
        "l.md",
        """
## Storage
- P. Berg, M. Hale, and T. Roth.  [Link](https://doi.org/10.1145/582095.582099)
  **Access Paths in a Harbour System.**
  *Proceedings of the International Conference on Management of Ports*, pp. 23–34, 1979.
""",
        [
            (
                "Access Paths in a Harbour System",
                ("P. Berg", "M. Hale", "T. Roth"),
                "Proceedings of the International Conference on Management of Ports",
                1979,
                None,
            )
        ],
    ),
    "fields in Chinese with numbers of registers": (
        "l.md",
        """
# 论文清单

1. **Scaling of boats in the last decade**
   - 作者: Mia Berg, Tom Hale
   - 年份: 2017
   - 引用数: 792
   - DOI: [10.1038/nports.2017.149](https://doi.org/10.1038/nports.2017.149)
   - arXiv: [1704.00022](https://arxiv.org/abs/1704.00022)

2. **Hallmarks of boats across a thousand ports.**
   - 作者: Berg M, Hale T, Roth UC 等
   - 年份: 2023
   - DOI: [10.1038/s41586-023-00000-4](https://doi.org/10.1038/s41586-023-00000-4)
   - PubMed: [PMID:37200002](https://pubmed.ncbi.nlm.nih.gov/37200002/)
""",
        [
            ("Scaling of boats in the last decade", ("Mia Berg", "Tom Hale"), "arXiv", 2017, "1704.00022"),
            ("Hallmarks of boats across a thousand ports", ("Berg M", "Hale T", "Roth UC"), None, 2023, None),
        ],
    ),
    "whole citations as labels": (
        "l.md",
        """
## Further reading
- [Berg, A., Hale, J., Roth, S.A. et al. A practical guide to sailing for research. Ports Med 9, 75 (2017)](https://doi.org/10.1186/s13073-017-0467-4)
- [Joseph M. Berg, Mia Hale, and Tom Roth. 2007. Architecture of a Harbour System. _Foundations and Trends in Ports_ 1, 2 (2007), 141–259.](https://doi.org/10.1561/1900000002)
""",
        [
            ("A practical guide to sailing for research", ("A. Berg", "J. Hale", "S.A. Roth"), "Ports Med", 2017, None),
            (
                "Architecture of a Harbour System",
                ("Joseph M. Berg", "Mia Hale", "Tom Roth"),
                "Foundations and Trends in Ports",
                2007,
                None,
            ),
        ],
    ),
    "surnames and venue in brackets behind the link": (
        "l.md",
        """
## Reviews
- [The Harbour Atlas](https://www.science.org/doi/10.1126/science.aaf0001) (Berg et al., Science, 2017)
- [Integration of Boat Data](https://www.cell.com/fulltext/S0092-8674(19)30559-8) (Hale et al., Cell, 2019)
""",
        [
            ("The Harbour Atlas", ("Berg",), "Science", 2017, None),
            ("Integration of Boat Data", ("Hale",), "Cell", 2019, None),
        ],
    ),
    "titles linked or in italics in reStructuredText": (
        "l.rst",
        """
References
----------

.. [Berg2016] Berg *et al.* (2016),
   `Dissecting Ports with Many Small Boats <https://doi.org/10.1016/j.cell.2016.11.038>`__,
   Cell.

.. [Hale17] Tom Hale*, Ulf Roth*, Eva Lund (2017),
   *Spatial reconstruction of a harbour*,
   `Science <https://doi.org/10.1126/science.aan0001>`__.
""",
        [
            ("Dissecting Ports with Many Small Boats", ("Berg",), "Cell", 2016, None),
            ("Spatial reconstruction of a harbour", ("Tom Hale", "Ulf Roth", "Eva Lund"), "Science", 2017, None),
        ],
    ),
    "papers that have headings of their own": (
        "l.md",
        """
## Foundations

### Boats

#### Rowing Is All You Need (2017)
- **Authors**: Berg et al. (Harbour Labs)
- **Venue**: NIPS 2017
- **Impact**: Introduced the oar
- **Link**: [arXiv:1701.00023](https://arxiv.org/abs/1701.00023)

#### Deep Rowing with Two Oars
[4](https://arxiv.org/abs/quant-ph/0406024)
- Introduced the second oar

#### Surveys of many boats
- [A Survey of Boats in Storms](https://arxiv.org/abs/1801.00025)
""",
        [
            ("Rowing Is All You Need", ("Berg",), "NIPS", 2017, "1701.00023"),
            ("Deep Rowing with Two Oars", (), None, None, "quant-ph/0406024"),
            ("A Survey of Boats in Storms", (), None, None, "1801.00025"),
        ],
    ),
    "year and venue before a title without a link": (
        "l.md",
        """
### Attacks
- 2016, **S&P**, Distillation of Boats against Storms

- 2019, **TNN&LS**, Boats: Attacks and Defences in Ports
""",
        [
            ("Distillation of Boats against Storms", (), "S&P", 2016, None),
            ("Boats: Attacks and Defences in Ports", (), "TNN&LS", 2019, None),
        ],
    ),
    "a numbered entry alone, its link on the next line": (
        "l.md",
        """
### Poisoning
1. Transferable Poisons for Deep Boats
[~pdf](https://arxiv.org/pdf/1905.00026.pdf)
### Others
1. **"A Neural Model of Boats"** (Berg et al., 2003)
   - First model of boats
""",
        [
            ("Transferable Poisons for Deep Boats", (), None, None, "1905.00026"),
            ("A Neural Model of Boats", ("Berg",), None, 2003, None),
        ],
    ),
    "addresses that are links themselves, a venue that ends in p": (
        "l.md",
        """
## Resources
- [INVERTED BOATS ARE EFFECTIVE FOR TIDES]([http://arxiv.org/pdf/2310.00027v1.pdf](http://arxiv.org/pdf/2310.00028v1.pdf))
- [Irregular Tides by Graphs of Ports](https://icml.cc/virtual/2024/poster/33940)

Mia Berg and Tom Hale. [_Risks in Implementations of Boats_](https://arxiv.org/abs/1711.00029). [1st Boats and Security Workshop](https://www.ieee-security.org/TC/SPW2018/DLS/). 24 May 2018.
""",
        [
            ("INVERTED BOATS ARE EFFECTIVE FOR TIDES", (), None, None, "2310.00028"),
            ("Irregular Tides by Graphs of Ports", (), None, None, None),
            ("Risks in Implementations of Boats", ("Mia Berg", "Tom Hale"), "1st Boats and Security Workshop", 2018, "1711.00029"),
        ],
    ),
    "a timetable with several papers a row": (
        "l.md",
        """
| Date | Topics | Papers to present | | Forms |
|-|-|-|-|-|
| | | Paper 1 | Paper 2 | |
| 9/2 | Training [slides](a.pdf) | [Oars: Memory Management for Boats](https://dl.acm.org/doi/10.1145/3373376.0000001) | [PORTS'19][Rope: A Comprehensive Boat Platform](https://arxiv.org/abs/1909.00034) | [form](https://forms.gle/a) |
""",
        [
            ("Oars: Memory Management for Boats", (), None, None, None),
            ("Rope: A Comprehensive Boat Platform", (), "PORTS", 2019, "1909.00034"),
        ],
    ),
    "authors, title and journal on a line each": (
        "l.md",
        """
## Physics

Berg, S., Hale, L., Del Roth, R., Lund, G.
Ab Initio Calculation of Boats in Storms
Phys. Rev. Lett. **80**, 4510--4513 (1998)
DOI: <a href=https://doi.org/10.1103/PhysRevLett.80.0000 target="_blank">https://doi.org/10.1103/PhysRevLett.80.0000</a>
""",
        [("Ab Initio Calculation of Boats in Storms", ("S. Berg", "L. Hale", "R. Del Roth", "G. Lund"), "Phys. Rev. Lett.", 1998, None)],
    ),
    "a title in italics over two lines, another linked behind its authors": (
        "l.rst",
        """
References
==========

The parameters are from the following work:

    A. Berg, G. Hale, C. Roth, and G. Lund. *A high-throughput harbour for
    functional boats.* Computational Ports Science, 2011,
    50(8), 2295-2310. `doi:10.1016/j.ports.2011.02.023 <http://dx.doi.org/10.1016/j.ports.2011.02.023>`_

Mia Berg, Tom Hale, and Ulf Roth, `A massively parallel harbour code <https://doi.org/10.1016/j.cpc.2019.00.016>`_, *Computer Ports Communications*, 246, 106853 (2020).
""",
        [
            (
                "A high-throughput harbour for functional boats",
                ("A. Berg", "G. Hale", "C. Roth", "G. Lund"),
                "Computational Ports Science",
                2011,
                None,
            ),
            ("A massively parallel harbour code", ("Mia Berg", "Tom Hale", "Ulf Roth"), "Computer Ports Communications", 2020, None),
        ],
    ),
    "a tag inside the bold title, initials in brackets": (
        "l.md",
        """
### Data
- **[R2R dataset] Navigation: Interpreting signs in harbours** <br>
   *Peter Berg, Qi Hale* <br>
   CVPR, 2018. [[Paper]](https://arxiv.org/pdf/1711.00035)

### Feedback
* Factors
    + [Factors Meet the Harbour](https://dl.acm.org/doi/10.1145/1401890.0000001) (Y Koren, KDD'08) [[code](a/b)]
""",
        [
            ("Navigation: Interpreting signs in harbours", ("Peter Berg", "Qi Hale"), "CVPR", 2018, "1711.00035"),
            ("Factors Meet the Harbour", ("Y Koren",), "KDD", 2008, None),
        ],
    ),
    "initials without stops behind surnames": (
        "l.md",
        """
### 2021
Berg GT, Hale M, Roth T. Enforcing constraints in boats that follow the wind. Physical Port Letters 2021. [link](https://doi.org/10.1103/PhysRevLett.126.000000)

* Berg AS, Li Z, Hale L. **[Benchmarking of harbours in an ideal model
](https://arxiv.org/abs/2201.00036)** _J Earth and Boats_

* Hale L, Berg J. **[On Descent beyond the Edge of Ports](https://doi.org/10.48550/arXiv.2206.00037)**. arXiv preprint arXiv:2206.00037, 2022
""",
        [
            ("Enforcing constraints in boats that follow the wind", ("Berg GT", "Hale M", "Roth T"), "Physical Port Letters", 2021, None),
            ("Benchmarking of harbours in an ideal model", ("Berg AS", "Li Z", "Hale L"), "J Earth and Boats", 2021, "2201.00036"),
            ("On Descent beyond the Edge of Ports", ("Hale L", "Berg J"), "arXiv", 2022, "2206.00037"),
        ],
    ),
    "links, authors and venue below a title in bold; a person before it": (
        "l.md",
        """
### Published
**A Learned Representation For Boats**
[(code)](https://github.com/a/boats)
[(pdf)](https://arxiv.org/pdf/1610.00038.pdf)
Dahl, V., Hale, J. and Berg, M.
ICLR, 2017

### 2025
- **Wang et al. — Harbour-Pro: Towards Reasoning in Ports**
  **Function:** [Decision Support]
  📄 [Paper]([link](https://arxiv.org/pdf/2503.00039)) | 💻 Code: – [link](https://github.com/a/pro)
""",
        [
            ("A Learned Representation For Boats", ("V. Dahl", "J. Hale", "M. Berg"), "ICLR", 2017, "1610.00038"),
            ("Harbour-Pro: Towards Reasoning in Ports", ("Wang",), None, 2025, "2503.00039"),
        ],
    ),
    "plain titles below a venue": (
        "l.md",
        """
# All papers
- S&P 2019
    - NEUBOAT: Efficient Rowing with Smooth Oars
    - Rowing Races for Long Rivers

- USENIX Security 2018
    - MoonBoat: Selection of Seeds for Rowing
    - QBOAT : A Practical Engine for Boats
""",
        [
            ("NEUBOAT: Efficient Rowing with Smooth Oars", (), "S&P", 2019, None),
            ("Rowing Races for Long Rivers", (), "S&P", 2019, None),
            ("MoonBoat: Selection of Seeds for Rowing", (), "USENIX Security", 2018, None),
            ("QBOAT : A Practical Engine for Boats", (), "USENIX Security", 2018, None),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", LISTS)
def test_what_is_cited_is_read(kind: str) -> None:
    """Titles, authors, venues, years and arXiv ids are as the list means them."""
    name, text, expected = LISTS[kind]
    found = read(text.encode(), name)
    assert [(r.title, r.authors, r.venue, r.year, r.arxiv_id) for r in found.references] == expected
    assert not [p for p in found.problems if expected]


def test_front_matter_names_the_list() -> None:
    """A page without a heading of its own is called as its front matter says."""
    found = read(
        b"---\nlayout: post\ntitle: Papers on Ports\n---\n\n- [Finding Boats in Fog](https://arxiv.org/abs/2401.00011)\n",
        "l.md",
    )
    assert found.title == "Papers on Ports"
    assert [r.title for r in found.references] == ["Finding Boats in Fog"]


WRITTEN = {
    "a column that is about the neighbour stays empty": (
        "l.md",
        """
## References
| ID | Part | Paper | Authors | Year | Venue | What it found |
|---|---|---|---|---|---|---|
| P01 | Sails | [Finding Sails on Open Waters](https://arxiv.org/abs/1901.00011) | Berg & Hale | 2019 | arXiv:1901.00011 (preprint) | Sails help |
| P02 | Oars | [Counting Oars from Above the Sea](https://arxiv.org/abs/2001.00012) | Roth et al. | 2020 | arXiv:2001.00012 (preprint) | Oars tire |
""",
        "References",
        ["| P03 | | [Deep Nets: A Study of Fishing](https://arxiv.org/abs/2511.01234) | Lee et al. | 2025 | arXiv:2511.01234 (preprint) | |"],
    ),
    "surnames first, in their order": (
        "l.md",
        """
# Bibliography

> Berg, Mia, and Tom Hale (2013). [Beyond the Pier of Boats](https://example.org/p.pdf). Harbour Journal, 5 (3): 67-91.

> Dahl, Ole. (2009). A Theory of Port History. Quarterly Journal of Ports 124 (2): 531–96.

> Hale, Tom, and Ulf Roth. (1996). A Study of Boats. Journal of Games, 25(3): 269–87.

> Lund, Eva, and Ulf Roth. (1990). A Study of Ropes. Journal of Games, 19(3): 26–87.

> Roth, Ulf, and Mia Berg. (2012). A Study of Sails. Journal of Games, 41(3): 69–87.
""",
        "Bibliography",
        ["> Lee, Ann, Bo Chen, and Cy Diaz. (2025). Deep Nets: A Study of Fishing. arXiv preprint arXiv:2511.01234."],
    ),
    "APA": (
        "l.md",
        """
### Storms
1. **Hale, T. B. (1978)**: "Storms: The Role of Chance". A pioneering work that advanced the study of storms and of much else besides.
2. **Roth, U., & Berg, M.-S. (2009)**: "Mostly Harmless Storms". A gentle introduction to the storms of the north and the south.
3. **Dahl, O. (1981)**: "Biases in Models of Storms". This paper explores what may go wrong with all of these models.
""",
        "Storms",
        ['4. **Lee, A., Chen, B., & Diaz, C. (2025)**: "Deep Nets: A Study of Fishing".'],
    ),
    "an address that has the title in it": (
        "l.md",
        """
### Ports
- **PortNet**: "Finding Ports by Sonar", ICCV, 2021 [[paper](https://example.org/Berg_Finding_Ports_by_Sonar_ICCV.pdf)] [[code](https://github.com/a/p)] [[summary](summary/p.md)]
""",
        "Ports",
        ['- **Deep Nets**: "Deep Nets: A Study of Fishing", arXiv, 2025 [[paper](https://arxiv.org/abs/2511.01234)]'],
    ),
    "one name in bold, a publisher": (
        "l.md",
        """
### Waves
1. M. Berg, **T. Hale**, U. Roth, "Personalised Waves for Everyone", Chapter 7, Waves: Theory and Practice, Elsevier, 2023. [Link](https://doi.org/10.1016/B978-0)
""",
        "Waves",
        ['2. A. Lee, B. Chen, C. Diaz, "Deep Nets: A Study of Fishing", arXiv preprint arXiv:2511.01234, 2025. [Link](https://arxiv.org/abs/2511.01234)'],
    ),
    "a label and a DOI in reStructuredText": (
        "l.rst",
        """
Bibliography
============

.. [BergHale08] Berg & Hale (2008). Boat Networks: A Formulation. Communications in Tidal Physics, 287(3), 1109-1132. doi:10.1007/s00220-008-0698-8
.. [Roth09] Roth, U., & Dahl, O. (2009). Rope Networks: A Formulation. Communications in Tidal Physics, 288(1), 9-32. doi:10.1007/s00220-008-0698-9
""",
        "Bibliography",
        [".. [Lee25] Lee, Chen, & Diaz (2025). Deep Nets: A Study of Fishing. arXiv preprint arXiv:2511.01234"],
    ),
    "line blocks with numbers": (
        "l.rst",
        """
Papers with code
----------------

| **[1] An algorithm for high boats**
| Proceedings of ISBI, 2019.
  `[Paper] <https://arxiv.org/abs/2104.00018>`_
  `[Code] <https://github.com/a/boats>`_
| M. Berg, T. Hale, U. Roth.
""",
        "Papers with code",
        [
            "| **[2] Deep Nets: A Study of Fishing**",
            "| arXiv preprint arXiv:2511.01234, 2025.",
            "  `[Paper] <https://arxiv.org/abs/2511.01234>`_",
            "| A. Lee, B. Chen, C. Diaz.",
        ],
    ),
    "pages and numbers of the neighbour are not the new paper's": (
        "l.md",
        """
## Storage
- P. Berg, M. Hale, and T. Roth. [Link](https://doi.org/10.1145/582095.582099)
  **Access Paths in a Harbour System.**
  *Proceedings of the International Conference on Management of Ports*, pp. 23–34, 1979.
""",
        "Storage",
        [
            "- A. Lee, B. Chen, and C. Diaz. [Link](https://arxiv.org/abs/2511.01234)",
            "  **Deep Nets: A Study of Fishing.**",
            "  *arXiv*, 2025.",
        ],
    ),
    "a month of arXiv, a task that is not done": (
        "l.md",
        """
## Boats
- [x] *Striving for Simple Boats* [[arxiv, 14.12]](http://arxiv.org/abs/1412.00011)
- [x] *Learning to Row for Segmentation* [[arxiv, 15.05]](http://arxiv.org/abs/1505.00012)
""",
        "Boats",
        ["- [ ] *Deep Nets: A Study of Fishing* [[arxiv, 25.11]](https://arxiv.org/abs/2511.01234)"],
    ),
    "a cell with a link of the list's own": (
        "l.md",
        """
## Notes
| Paper | Notes |
|---|---|
| √ [Boats: A Network of Ports](https://arxiv.org/pdf/1709.00030.pdf) | [note & code](./Boats) |
| √ [Memory of Old Boats](https://arxiv.org/pdf/1711.00031.pdf) | [note & code](./Memory) |
""",
        "Notes",
        ["| √ [Deep Nets: A Study of Fishing](https://arxiv.org/pdf/2511.01234.pdf) | |"],
    ),
    "a footnote's number": (
        "l.md",
        """
## Waters
- Open Waters in Harbour Technology - Mia Berg, Tom Hale, & Ulf Roth1
       https://arxiv.org/pdf/2309.00032.pdf
- Physics of Latent Boats in Storms - Eva Lund, Tom Hale, & Ulf Roth1
       https://arxiv.org/pdf/2308.00033.pdf
""",
        "Waters",
        [
            "- Deep Nets: A Study of Fishing - Ann Lee, Bo Chen, & Cy Diaz",
            "       https://arxiv.org/pdf/2511.01234.pdf",
        ],
    ),
    "a tag in bold and a place that are the neighbour's": (
        "l.md",
        """
### Data
- **[R2R dataset] Navigation: Interpreting signs in harbours** <br>
   *Peter Berg, Qi Hale* <br>
   CVPR, 2018. [[Paper]](https://arxiv.org/pdf/1711.00035)
""",
        "Data",
        [
            "- **Deep Nets: A Study of Fishing** <br>",
            "   *Ann Lee, Bo Chen, Cy Diaz* <br>",
            "   arXiv, 2025. [[Paper]](https://arxiv.org/pdf/2511.01234)",
        ],
    ),
    "headings of their own": (
        "l.md",
        """
## Boats

#### Rowing Is All You Need
- **Authors**: Berg et al. (Harbour Labs)
- **Venue**: NIPS 2017
- **Link**: [arXiv:1701.00023](https://arxiv.org/abs/1701.00023)

#### Deep Rowing with Two Oars
- **Authors**: Hale et al. (Port Institute)
- **Venue**: NIPS 2018
- **Link**: [arXiv:1801.00024](https://arxiv.org/abs/1801.00024)
""",
        "Boats",
        [
            "#### Deep Nets: A Study of Fishing",
            "- **Authors**: Lee et al.",
            "- **Venue**: arXiv 2025",
            "- **Link**: [arXiv:2511.01234](https://arxiv.org/abs/2511.01234)",
        ],
    ),
    "numbers in brackets that rise while the years fall": (
        "l.rst",
        """
References
==========

.. [1]  Mia Berg and Tom Hale, "The Harbour Array", Computing in Ports, Volume 13, 2011.

.. [2]  Ulf Roth and Tom Hale, "Harbour Matrices in Storms", Computing in Ports, Volume 383, 1997.

.. [3]  Eva Lund and Tom Hale, "Sequences of Boats", Computing in Ports, Volume 2, 1967.
""",
        "References",
        ['.. [4]  Ann Lee, Bo Chen, and Cy Diaz, "Deep Nets: A Study of Fishing", arXiv preprint arXiv:2511.01234, 2025.'],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_new_entry_is_cited_as_the_others_are(kind: str) -> None:
    """The new lines are the ones that the list's maintainer would have written."""
    name, text, section, expected = WRITTEN[kind]
    paper = Addition(
        "Deep Nets: A Study of Fishing", (section,), authors=("Ann Lee", "Bo Chen", "Cy Diaz"), arxiv_id="2511.01234"
    )
    edit = add(text.encode(), name, [paper])
    assert not edit.skipped
    assert [x for x in new_lines(text.encode(), edit.data) if x] == expected


def test_citations_without_titles_are_told() -> None:
    """A journal with its volume is no title: nothing is invented, and a person is told."""
    text = """
Bibliography
============

.. [Berg2013] Berg et al., Phys. Rev. A 87, 052306 (2013), https://link.aps.org/doi/10.1103/PhysRevA.87.000000
.. [Hale2014] Hale et al., Phys. Rev. B 90, 094518 (2014), https://link.aps.org/doi/10.1103/PhysRevB.90.000000
"""
    found = read(text.encode(), "l.rst")
    assert not found.references
    assert [p.line for p in found.problems] == [5, 6]


def test_a_row_of_several_papers_is_no_pattern_for_one() -> None:
    """A timetable is not written into: which day a new paper is for, nobody has said."""
    text = """
## Dates
| Date | Morning | Evening |
|-|-|-|
| 9/2 | [Oars: Memory Management for Boats](https://arxiv.org/abs/1909.00033) | [Rope: A Comprehensive Boat Platform](https://arxiv.org/abs/1909.00034) |
| 9/9 | [Sails: Graph Learning for Boats](https://arxiv.org/abs/1909.00035) | [Nets: A Study of Fishing by Hand](https://arxiv.org/abs/1909.00036) |
"""
    edit = add(text.encode(), "l.md", [Addition("Deep Nets", ("Dates",), authors=("Ann Lee",), arxiv_id="2511.01234")])
    assert edit.skipped
    assert edit.data == text.encode()
