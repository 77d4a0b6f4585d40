"""What littrack's figures come from. ``make bench`` runs every bench and prints one table.

A bench is a module of this folder that runs as ``python bench/NAME.py [options] --json`` and prints one JSON object. It stands
in the table where it has a literal of this form at module level (it is read, not imported)::

    BENCH = {
        "args": ["--records", "100000"],             # what `make bench` runs it with, besides --json
        "quick": ["--records", "30000"],             # optional: for `make bench ARGS=--quick`, which leaves out the others
        "aims": {                                    # the figures shown: key of the JSON (dots go down) -> aim
            "papers_per_s": ">= 50000",              # ">= NUMBER", "<= NUMBER", "== NUMBER"
            "peak_mb": "",                           # shown, without an aim
        },
        "ratios": ["ratio_to_tfidf_svm"],            # optional: CI fails where one got 20 % worse than the kept quick one
        "shared": True,                              # optional: left out, saying so, where ../shared is absent
        "timeout": 600,                              # optional: seconds; default 600
    }

A ratio is of two things measured in the same run, so that it says the same on a busy machine as on a quiet one.
"""
