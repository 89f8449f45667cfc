# SPDX-License-Identifier: MPL-2.0
"""What every function takes and gives, as the grammar needs to know it.

A row is `name argument... > result`.  Arguments and results are domains, a `*`
repeats the last one:

    s text   n small int   i int   f float   b bool   l list   L list of texts
    m map    M map of texts   a anything   t time   v version

and, for texts with a form: re (pattern), rep (replacement), con (constraint),
ver, lay (time layout), stamp (text of a time), dur, url, path, json, yaml,
toml, b64, b32, key, kind, type, zone.
"""

TABLE = """
abbrev n s > s
abbrevboth n n s > s
add a* > i
add1 a > i
add1f a > f
addf a* > f
adler32sum s > s
all a* > b
and a a* > a
any a* > b
append l a > l
atoi s > i
b32dec b32 > s
b32enc s > s
b64dec b64 > s
b64enc s > s
base path > s
biggest i i* > i
call a a* > a
camelcase s > s
cat a* > s
ceil a > f
chunk n l > l
clean path > s
coalesce a* > a
compact l > l
concat l l* > l
contains s s > b
date lay t > s
dateInZone lay t zone > s
dateModify dur t > t
date_in_zone lay t zone > s
date_modify dur t > t
decryptAES s s > s
deepCopy a > a
deepEqual a a > b
default a a > a
dict key a key a > m
dig key key a m > a
dig key a m > a
dir path > s
div i i > i
divf f f > f
duration a > s
durationRound dur > s
empty a > b
eq a a* > b
ext path > s
fail s > s
first l > a
float64 a > f
floor a > f
fromJson json > m
fromJsonArray json > l
fromToml toml > m
fromYaml yaml > m
fromYamlArray yaml > l
ge i i > b
ge s s > b
get m key > a
gt f f > b
has a l > b
hasKey m key > b
hasPrefix s s > b
hasSuffix s s > b
hello > s
html a* > s
htmlDate t > s
htmlDateInZone t zone > s
indent n s > s
index m key > a
index l n > a
index a a* > a
initial l > l
initials s > s
int a > i
int64 a > i
isAbs path > b
join s l > s
join s a > s
js a* > s
kebabcase s > s
keys m > l
kindIs kind a > b
kindOf a > s
last l > a
le i i > b
len a > i
list a* > l
lower s > s
lt i i > b
lt a a > b
max i i* > i
maxf f f* > f
merge m m* > m
mergeOverwrite m m* > m
min i i* > i
minf f f* > f
mod i i > i
mul a a* > i
mulf a a* > f
mustAppend l a > l
mustChunk n l > l
mustCompact l > l
mustDateModify dur t > t
mustDeepCopy a > a
mustFirst l > a
mustFromJson json > a
mustHas a l > b
mustInitial l > l
mustLast l > a
mustMerge m m* > m
mustMergeOverwrite m m* > m
mustPrepend l a > l
mustPush l a > l
mustRegexFind re s > s
mustRegexFindAll re s n > l
mustRegexMatch re s > b
mustRegexReplaceAll re s rep > s
mustRegexReplaceAllLiteral re s rep > s
mustRegexSplit re s n > l
mustRest l > l
mustReverse l > l
mustSlice l n n > l
mustToDate lay stamp > t
mustToJson a > s
mustToPrettyJson a > s
mustToRawJson a > s
mustToYaml a > s
mustUniq l > l
mustWithout l a a* > l
must_date_modify dur t > t
ne a a > b
ne s s > b
nindent n s > s
nospace s > s
not a > b
omit m key key* > m
or a a* > a
osBase path > s
osClean path > s
osDir path > s
osExt path > s
osIsAbs path > b
pick m key key* > m
pluck key m m* > l
plural s s n > s
prepend l a > l
print a* > s
println a* > s
push l a > l
quote a* > s
regexFind re s > s
regexFindAll re s n > l
regexMatch re s > b
regexQuoteMeta s > s
regexReplaceAll re s rep > s
regexReplaceAllLiteral re s rep > s
regexSplit re s n > l
repeat n s > s
replace s s s > s
required s a > a
rest l > l
reverse l > l
round a n > f
round a n f > f
semver ver > v
semverCompare con ver > b
seq n n* > s
set m key a > m
sha1sum s > s
sha256sum s > s
sha512sum s > s
slice l n n > l
slice l n > l
slice s n n > s
snakecase s > s
sortAlpha l > l
split s s > m
splitList s s > l
splitn s n s > m
squote a* > s
sub i i > i
subf f f* > f
substr n n s > s
swapcase s > s
ternary a a b > a
title s > s
toDate lay stamp > t
toDecimal a > i
toJson a > s
toPrettyJson a > s
toRawJson a > s
toString a > s
toStrings l > l
toToml a > s
toYaml a > s
toYamlPretty a > s
trim s > s
trimAll s s > s
trimPrefix s s > s
trimSuffix s s > s
trimall s s > s
trunc n s > s
tuple a* > l
typeIs type a > b
typeIsLike type a > b
typeOf a > s
uniq l > l
unixEpoch t > s
unset m key > m
until n > l
untilStep n n n > l
untitle s > s
upper s > s
urlJoin M > s
urlParse url > m
urlquery a* > s
values m > l
without l a a* > l
wrap n s > s
wrapWith n s s > s
"""

# Random, cryptographic, bound to the clock or the network: nothing to compare.
EXCLUDED = set("""
ago bcrypt buildCustomCert derivePassword encryptAES genCA genCAWithKey
genPrivateKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert
genSignedCertWithKey getHostByName htpasswd now randAlpha randAlphaNum
randAscii randBytes randInt randNumeric shuffle uuidv4
""".split())

# Taken care of by the template grammar.
ELSEWHERE = {"include", "lookup", "printf", "tpl"}


class Signature:
    def __init__(self, line):
        left, _, result = line.partition(">")
        self.name, *domains = left.split()
        self.variadic = bool(domains) and domains[-1].endswith("*")
        self.domains = [domain.rstrip("*") for domain in domains]
        self.result = result.strip()


SIGNATURES = [Signature(line) for line in TABLE.strip().split("\n")]

# Which results do for a domain.
FITS = {"s": "s", "n": "", "i": "i", "f": "if", "b": "b", "l": "l", "L": "l",
        "m": "m", "t": "t", "v": "v", "a": "sifblmatv"}


def by_result():
    table = {domain: [] for domain in FITS}
    for signature in SIGNATURES:
        if signature.name == "fail":
            continue
        for domain, results in FITS.items():
            if signature.result and signature.result in results:
                table[domain].append(signature)
    return table


def missing(names):
    """The functions of the list that no row covers."""
    covered = {signature.name for signature in SIGNATURES}
    return sorted(set(names) - covered - EXCLUDED - ELSEWHERE)
