# SPDX-License-Identifier: MPL-2.0
"""Random slices of lists of every origin, up to and past what room Go's slices
have behind their elements."""

LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 17, 31, 33, 40, 64, 65, 71, 72, 100, 130, 256, 257, 300, 513, 600, 900]
# From a length; those with M are of other lists.
ORIGINS = ["until N", "untilStep 0 N 1", "fromJson (toJson (until N))", "fromYamlArray (toYaml (until N))",
           '(fromYaml (toYaml (dict "a" (until N)))).a', "splitList \",\" (join \",\" (until N))",
           'regexFindAll "a" (repeat N "a") -1', 'regexSplit "," (repeat N "a,") -1',
           'regexSplit "x*" (repeat N "ax") -1', 'regexSplit "," (repeat N "a,") 5', "toStrings (until N)",
           "compact (until N)", "uniq (until N)", "without (until N) 2 3", "concat (until N) (list)",
           "concat (until 3) (until N)", "append (until N) 1", "prepend (until N) 1", "rest (until N)",
           "initial (until N)", "reverse (until N)", "list 1 nil 3", "sortAlpha (list 2 nil 1)",
           ".Values.nums", ".Values.strs", ".Capabilities.APIVersions", "chunk 2 (until N)", "(fromToml `a = [1, 2, 3]`).a",
           "(fromToml \"[[a]]\\nx=1\\n[[a]]\\nx=2\").a"]
AROUND = ["compact (M)", "append (M) 7", "prepend (M) 7", "deepCopy (M)", "uniq (M)", "toStrings (M)",
          "sortAlpha (M)", "slice (M) 1", "slice (M) 0 2", "slice (M) 1 3", "slice (M) 2 4", "concat (M) (M)",
          "initial (M)", "without (M) 0", 'get (dict "a" (M)) "a"', 'get (deepCopy (dict "a" (M))) "a"',
          "fromJson (toJson (M))", "default (M) nil", "first (list (M))"]
SHOWS = ["len", "toJson", "printf \"%v\"", "printf \"%T\"", "last", "compact | len"]


def slice_template(rng):
    n = rng.choice(LENGTHS)
    made = rng.choice(ORIGINS).replace("N", str(n))
    for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
        made = rng.choice(AROUND).replace("M", made)
    # Most often near what append leaves of a list of that length.
    end = rng.choice([n, n + 1, n + 2, n * 2, n * 2 + 1, n + n // 4, rng.randrange(n * 2 + 3)])
    start = rng.choice([0, 0, 1, end, max(end - 1, 0), rng.randrange(end + 1)])
    shown = rng.choice(SHOWS)
    return "{{ $l := %s }}{{ len $l }} {{ slice $l %d %d | %s }}" % (made, start, end, shown)
