/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Versions and constraints.
 */
#include "fn_eval.h"

static void a_version_prints_in_full(void **state)
{
    (void)state;
    gives("semver \"v1.2\"", "1.2.0");
    gives("semver \"1\"", "1.0.0");
    gives("semver \"1.2.3-rc.1+b\"", "1.2.3-rc.1+b");
    gives("typeOf (semver \"1\")", "*semver.Version");
    gives("kindOf (semver \"1\")", "ptr");
    gives("semver \"1.2\" | toJson", "\"1.2.0\"");
}

static void a_version_has_its_parts(void **state)
{
    (void)state;
    gives("(semver \"v1.2.3-a.b+c\").Major", "1");
    gives("(semver \"v1.2.3-a.b+c\").Prerelease", "a.b");
    gives("(semver \"v1.2.3-a.b+c\").Metadata", "c");
    gives("(semver \"v1.2.3-a.b+c\").Original", "v1.2.3-a.b+c");
    gives("(semver \"1.2.3\").Patch", "3");
    gives("printf \"%T\" (semver \"1\").Minor", "uint64");
    gives("(semver \"01.002\").String", "1.2.0");
}

static void malformed_versions_are_named(void **state)
{
    (void)state;
    fails("semver \"\"", "invalid semantic version");
    fails("semver \"a\"", "invalid semantic version");
    fails("semver \"1.2.3.4\"", "invalid semantic version");
    fails("semver \"1.2.3-01\"", "version segment starts with 0");
    fails("semver \"1.0-a..b\"", "invalid semantic version");
    fails(
        "semver \"99999999999999999999\"",
        "error parsing version segment: strconv.ParseUint: parsing \"99999999999999999999\": value out of range");
    fails("semver \"1.2.3-\"", "invalid semantic version");
    fails("semver \" 1\"", "invalid semantic version");
}

static void versions_compare_by_precedence(void **state)
{
    (void)state;
    gives("(semver \"1.2.3\").Compare (semver \"1.2.4\")", "-1");
    gives("(semver \"1.0.0\").Compare (semver \"1.0.0-rc.1\")", "1");
    gives("(semver \"1.0.0-rc.2\").Compare (semver \"1.0.0-rc.10\")", "-1");
    gives("(semver \"1.0.0-1\").LessThan (semver \"1.0.0-a\")", "true");
    gives("(semver \"1.0.0-a\").Compare (semver \"1.0.0-a.b\")", "-1");
    gives("(semver \"1+a\").Equal (semver \"1+b\")", "true");
    gives("(semver \"2\").GreaterThan (semver \"1\")", "true");
    gives("(semver \"2\").GreaterThanEqual (semver \"2\")", "true");
    gives("(semver \"2\").LessThanEqual (semver \"1\")", "false");
}

static void increments_give_a_struct(void **state)
{
    (void)state;
    gives("(semver \"v1.2.3\").IncMajor", "2.0.0");
    gives("(semver \"1.2.3\").IncMinor", "1.3.0");
    gives("(semver \"1.2.3-a\").IncPatch", "1.2.3");
    gives("(semver \"1.2.3\").IncPatch", "1.2.4");
    gives("typeOf (semver \"1\").IncPatch", "semver.Version");
    gives("(semver \"1.2.3\").SetPrerelease \"rc.1\"", "1.2.3-rc.1");
    gives("(semver \"1.2.3\").SetMetadata \"b\"", "1.2.3+b");
    fails("(semver \"1.2.3\").SetPrerelease \"01\"",
          "version segment starts with 0");
    fails("(semver \"1.2.3\").SetMetadata \"a..b\"", "invalid metadata string");
}

static void equality_and_inequality(void **state)
{
    (void)state;
    gives("semverCompare \"1.2.3\" \"1.2.3\"", "true");
    gives("semverCompare \"=1.2.3\" \"v1.2.3\"", "true");
    gives("semverCompare \"!=1.2.3\" \"1.2.4\"", "true");
    gives("semverCompare \"!=1.2\" \"1.2.9\"", "false");
    gives("semverCompare \"!=1\" \"1.9\"", "false");
    gives("semverCompare \"1.2\" \"1.2.7\"", "true");
    gives("semverCompare \"=1\" \"1.9\"", "true");
}

static void order(void **state)
{
    (void)state;
    gives("semverCompare \">=1.20\" \"1.20.0\"", "true");
    gives("semverCompare \">1.20\" \"1.20.5\"", "false");
    gives("semverCompare \">1.20\" \"1.21\"", "true");
    gives("semverCompare \">11\" \"11.1\"", "false");
    gives("semverCompare \"<1.2\" \"1.1.9\"", "true");
    gives("semverCompare \"<=1.2\" \"1.2.9\"", "true");
    gives("semverCompare \"=<1.2\" \"1.3\"", "false");
    gives("semverCompare \"=>1.2\" \"1.3\"", "true");
    gives("semverCompare \"<=*\" \"1\"", "false");
}

static void tilde_and_caret(void **state)
{
    (void)state;
    gives("semverCompare \"~1.2.3\" \"1.2.9\"", "true");
    gives("semverCompare \"~1.2.3\" \"1.3.0\"", "false");
    gives("semverCompare \"~>1\" \"1.9\"", "true");
    gives("semverCompare \"^1.2.3\" \"1.9\"", "true");
    gives("semverCompare \"^1.2.3\" \"2.0\"", "false");
    gives("semverCompare \"^0.2.3\" \"0.2.9\"", "true");
    gives("semverCompare \"^0.2.3\" \"0.3.0\"", "false");
    gives("semverCompare \"^0.0.3\" \"0.0.4\"", "false");
    gives("semverCompare \"^0\" \"0.9\"", "true");
    gives("semverCompare \"^0.0\" \"0.0.9\"", "true");
    gives("semverCompare \"~0.0.0\" \"9.9\"", "true");
}

static void any_version_and_x_ranges(void **state)
{
    (void)state;
    gives("semverCompare \"*\" \"1.2.3\"", "true");
    gives("semverCompare \"x\" \"0.0.1\"", "true");
    gives("semverCompare \"1.x\" \"1.5\"", "true");
    gives("semverCompare \"1.2.X\" \"1.3\"", "false");
    gives("semverCompare \">=1.x\" \"1.0\"", "true");
}

static void hyphen_ranges_include_both_ends(void **state)
{
    (void)state;
    gives("semverCompare \"1.2 - 1.4\" \"1.4\"", "true");
    gives("semverCompare \"1.2 - 1.4\" \"1.4.9\"", "true");
    gives("semverCompare \"1.2 - 1.4\" \"1.5\"", "false");
    gives("semverCompare \"1.2-1.4\" \"1.3\"", "false");
}

static void and_binds_tighter_than_or(void **state)
{
    (void)state;
    gives("semverCompare \">=1.2, <1.4\" \"1.3\"", "true");
    gives("semverCompare \">=1.2 <1.4\" \"1.4\"", "false");
    gives("semverCompare \"<1 || >=2\" \"2.1\"", "true");
    gives("semverCompare \"<1 || >=2\" \"1.1\"", "false");
    gives("semverCompare \">1,<2||3\" \"3.0.0\"", "true");
}

static void prereleases_must_be_asked_for(void **state)
{
    (void)state;
    gives("semverCompare \">=1.2\" \"1.3.0-rc.1\"", "false");
    gives("semverCompare \">=1.2-0\" \"1.3.0-rc.1\"", "true");
    gives("semverCompare \"*\" \"1.3.0-rc.1\"", "false");
    gives("semverCompare \">=1.20-0\" \"1.20.0-gke.1\"", "true");
    gives("semverCompare \"<2, >=1.2-0\" \"1.3.0-rc.1\"", "true");
    gives("semverCompare \"<2 || >=1.2-0\" \"1.1.0-rc.1\"", "false");
}

static void malformed_constraints_are_quoted(void **state)
{
    (void)state;
    fails("semverCompare \"\" \"1\"", "improper constraint: ");
    fails("semverCompare \"1.2.3.4\" \"1\"", "improper constraint: 1.2.3.4");
    fails("semverCompare \">>1\" \"1\"", "improper constraint: >>1");
    fails("semverCompare \"1,\" \"1\"", "improper constraint: 1,");
    fails("semverCompare \"1 || \" \"1\"", "improper constraint:  ");
    fails("semverCompare \"^1 - 2\" \"1\"",
          "improper constraint: ^>= 1, <= 2 ");
    fails("semverCompare \"1|2\" \"1\"", "constraint parser error");
    fails("semverCompare \"1.2.3-01\" \"1\"", "constraint parser error");
    fails("semverCompare \">= 1,,2\" \"1\"", "improper constraint: >= 1,,2");
}

static void the_constraint_is_read_before_the_version(void **state)
{
    (void)state;
    fails("semverCompare \"!\" \"x\"", "improper constraint: !");
    fails("semverCompare \"1\" \"x\"", "invalid semantic version");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_prints_in_full),
        cmocka_unit_test(a_version_has_its_parts),
        cmocka_unit_test(malformed_versions_are_named),
        cmocka_unit_test(versions_compare_by_precedence),
        cmocka_unit_test(increments_give_a_struct),
        cmocka_unit_test(equality_and_inequality),
        cmocka_unit_test(order),
        cmocka_unit_test(tilde_and_caret),
        cmocka_unit_test(any_version_and_x_ranges),
        cmocka_unit_test(hyphen_ranges_include_both_ends),
        cmocka_unit_test(and_binds_tighter_than_or),
        cmocka_unit_test(prereleases_must_be_asked_for),
        cmocka_unit_test(malformed_constraints_are_quoted),
        cmocka_unit_test(the_constraint_is_read_before_the_version),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
