# SPDX-License-Identifier: MPL-2.0
# Writes OUTPUT, a C file that holds every file below the folder CHART, in path
# order.  Run by cmake -P.

file(GLOB_RECURSE paths RELATIVE ${CHART} ${CHART}/*)
list(SORT paths COMPARE STRING CASE SENSITIVE)

set(arrays "")
set(rows "")
set(count 0)
foreach(path IN LISTS paths)
  file(READ ${CHART}/${path} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR len "${digits} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(APPEND arrays
         "static const unsigned char file_${count}[] = {${bytes}0};\n")
  string(APPEND rows "    {{\"${path}\", sizeof \"${path}\" - 1}, "
         "{(const char *)file_${count}, ${len}}},\n")
  math(EXPR count "${count} + 1")
endforeach()

# The last row closes the array, so that an empty chart is valid C as well.
file(WRITE ${OUTPUT} "/* Made by cmake/embed_chart.cmake. */
#include \"chart/source_embed.h\"

${arrays}
const ChartFile embedded_chart_files[] = {
${rows}    {{\"\", 0}, {\"\", 0}},
};
const size_t embedded_chart_len = ${count};
")
