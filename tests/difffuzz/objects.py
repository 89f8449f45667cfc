# SPDX-License-Identifier: MPL-2.0
"""Random uses of what Helm hands to templates: objects and their methods."""

from grammar import Grammar

TIMES = ['(toDate "2006-01-02" "2024-02-29")', '(toDate "2006-01-02" "x")',
         '(toDate "2006-01-02T15:04:05Z07:00" "1999-12-31T23:59:59.5+02:00")']
VERSIONS = ['(semver "1.2.3-alpha.1+b.2")', '(semver "v2")', '(semver "0.0.10")']
TIME_METHODS = ["Year", "Day", "Hour", "Minute", "Second", "Nanosecond", "Unix", "UnixMilli",
                "UnixMicro", "UnixNano", "YearDay", "IsZero", "IsDST", "UTC", "Local", "String",
                "AddDate 0 1 1", "AddDate -1 13 40", "AddDate 1", 'Format "Jan 2 2006"',
                "Format 1", "Add 1", "After .", "Zone", "ISOWeek", "Date", "Clock", "wall",
                "GoString", "Nope", "UTC.Hour", "Format"]
VERSION_METHODS = ["Major", "Minor", "Patch", "Prerelease", "Metadata", "Original", "String",
                   "IncMajor", "IncMinor.String", "IncPatch", 'SetPrerelease "x"',
                   'SetMetadata "a b"', "Compare .", "Major 1", "major", "Nope", "Value"]
OBJECTS = {
    "$.Capabilities": ["KubeVersion", "KubeVersion.Version", "KubeVersion.Major", "HelmVersion",
                       "KubeVersion.Minor", "KubeVersion.String", "KubeVersion.GitVersion",
                       "HelmVersion.Version", "HelmVersion.GoVersion", "APIVersions.Nope",
                       'APIVersions.Has "apps/v1"', 'APIVersions.Has "apps/v1/Deployment"',
                       'APIVersions.Has "x"', "APIVersions.Has", "APIVersions.Has 1", "Nope",
                       "KubeVersion.Nope", "Copy", "HelmVersion.GitCommit", "KubeVersion.x.y",
                       "HelmVersion.KubeClientVersion", "TillerVersion"],
    "$.Release": ["Name", "Namespace", "Service", "IsInstall", "IsUpgrade", "Revision", "Nope",
                  "name", "Name.x", "Revision.x"],
    "$.Chart": ["Name", "Version", "AppVersion", "Type", "Keywords", "Maintainers", "Home",
                "Annotations", "IsRoot", "Dependencies", "Deprecated", "Validate", "Nope",
                "Annotations.x", "name", "Sources", "KubeVersion", "Condition", "Tags"],
    "$.Template": ["Name", "BasePath", "Nope", "Name.x"],
    "$.Files": ['Get "data/a.txt"', 'GetBytes "data/a.txt"', 'Lines "data/a.txt"', "AsConfig",
                'Glob "data/*"', "AsSecrets", "Get", "Get 1", "Nope", 'Get "a" "b"', "Get nil",
                'Lines "data/empty"', 'Get $.Values.nul', 'Get $.Values.str'],
    "$.Subcharts": ["x", "x.y", "Values"],
    "$.Values": ["str.x", "AsMap", "YAML", "Table \"map\"", "PathValue \"str\"", "map.a", "Nope.x",
                 "Encode", "map.a.b", "strs.x", "map 1", "nul.x.y", "Table"],
}
HELPERS = ['include "h" {}', 'include "h" {} {}', 'include "none" {}', 'tpl "{{{{ . }}}}" {}',
           'tpl {} $', 'tpl "{{{{ .x }}}}" {}', 'required "why" {}', 'required {} {}', 'fail {}',
           'lookup "v1" "Secret" "ns" "n"', 'lookup "v1" {} "" ""', 'tpl $.Values.tplText {}',
           '(lookup "v1" "Secret" "" "").items', 'include {} $',
           'tpl "{{{{ include \\"h\\" . }}}}" {}',
           'tpl "{{{{ define \\"z\\" }}}}q{{{{ end }}}}{{{{ template \\"z\\" }}}}" {}',
           'include "h"',
           'tpl "{{{{ $x }}}}" {}', 'tpl "{{{{ tpl \\"{{{{ . }}}}\\" . }}}}" {}',
           'tpl "a {{{{ fail \\"b\\" }}}}" {}',
           'tpl "{{{{" {}', '{} | include "h"', 'include "h" {} | fromYaml',
           'required "" {} | quote']


class Objects(Grammar):
    def template(self):
        made = self.pick([self.method, self.helper])()
        return '{{ define "h" }}<{{ . }}>{{ end }}' + self.action(made)

    def method(self):
        roll = self.rng.randrange(6)
        if roll == 0:
            return self.of(self.pick(TIMES), self.pick(TIME_METHODS))
        if roll == 1:
            return self.of(self.pick(VERSIONS), self.pick(VERSION_METHODS))
        if roll == 2:
            method = self.pick(["Sub", "After", "Before", "Equal", "Compare"])
            return f"{self.pick(TIMES)}.{method} {self.pick(TIMES + VERSIONS)}"
        if roll == 3:
            method = self.pick(["Compare", "LessThan", "Equal", "GreaterThan"])
            return f"{self.pick(VERSIONS)}.{method} {self.pick(VERSIONS + TIMES)}"
        name = self.pick(sorted(OBJECTS))
        return self.of(name, self.pick(OBJECTS[name]))

    def of(self, thing, method):
        """The method, of the thing or of a value in its place."""
        if self.chance(0.1):
            thing = "(" + self.operand("a", 1) + ")"
        made = thing + "." + method
        if self.chance(0.3):
            tail = self.pick(["toString", "toJson", "toYaml", "len", "kindOf", "typeOf", "upper",
                              "default 1", "int", "quote", "empty", "not", "print", "list"])
            made += " | " + tail
        return made

    def helper(self):
        form = self.pick(HELPERS)
        holes = form.replace("{{{{", "").replace("}}}}", "").count("{}")
        return form.format(*[self.operand(self.pick("amls"), 1) for _ in range(holes)])
