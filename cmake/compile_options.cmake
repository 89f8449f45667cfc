# SPDX-License-Identifier: MPL-2.0
# How our own files are compiled and linked; third-party code is untouched.

set(omni_warnings
    -Wall
    -Wextra
    -Wpedantic
    -Wshadow
    -Wconversion
    -Wsign-conversion
    -Wdouble-promotion
    -Wcast-qual
    -Wwrite-strings
    -Wpointer-arith
    -Wundef
    -Wvla
    -Wformat=2
    -Wswitch-enum
    -Wimplicit-fallthrough
    -Wnull-dereference)
set(omni_c_warnings -Wstrict-prototypes -Wmissing-prototypes)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  list(APPEND omni_c_warnings -Wlogical-op -Wduplicated-cond)
else()
  # assert(!"why") marks what cannot happen.
  list(APPEND omni_c_warnings -Wno-string-conversion)
endif()

set(omni_sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all
                    -fno-omit-frame-pointer)

set(omni_coverage -fprofile-instr-generate -fcoverage-mapping)
set(omni_coverage_compile ${omni_coverage}
                          "SHELL:-mllvm -runtime-counter-relocation")

# Defences against our own mistakes; docs/decisions/0014-hardening.md.
set(omni_hardening -fstack-protector)
# A program names no folder it was built in, or two builds would differ.
set(omni_hardening_release
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=
    -ffile-prefix-map=${PROJECT_BINARY_DIR}/=)
set(omni_hardening_link -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)

# Asserts stay on in every build type.
foreach(build_type RELEASE RELWITHDEBINFO MINSIZEREL)
  string(REPLACE "-DNDEBUG" "" CMAKE_C_FLAGS_${build_type}
                 "${CMAKE_C_FLAGS_${build_type}}")
  string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_${build_type}
                 "${CMAKE_CXX_FLAGS_${build_type}}")
endforeach()
string(REPLACE "-O3" "-O2" CMAKE_C_FLAGS_RELEASE "${CMAKE_C_FLAGS_RELEASE}")
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

# A static program needs no position independence, which costs relocations at
# every start.
if(OMNI_STATIC)
  set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
endif()

include(CheckCCompilerFlag)
include(CheckLinkerFlag)

function(omni_compile_options target)
  # What is loaded before a program's libraries is no part of it.
  get_target_property(type ${target} TYPE)
  set(counts ${OMNI_COVERAGE})
  if(type STREQUAL "MODULE_LIBRARY")
    set(counts OFF)
  endif()
  target_compile_options(
    ${target}
    PRIVATE ${omni_warnings}
            "$<$<COMPILE_LANGUAGE:C>:${omni_c_warnings}>"
            "$<$<BOOL:${OMNI_WERROR}>:-Werror>"
            ${omni_hardening}
            "$<$<AND:$<CONFIG:Release>,$<NOT:$<BOOL:${OMNI_SANITIZE}>>>:${omni_hardening_release}>"
            "$<$<BOOL:${OMNI_SANITIZE}>:${omni_sanitizers}>"
            "$<$<BOOL:${counts}>:${omni_coverage_compile}>"
            "$<$<BOOL:${OMNI_FUZZ}>:-fsanitize=fuzzer-no-link>"
            "$<$<BOOL:${OMNI_STATIC}>:-fno-pie;-ffunction-sections;-fdata-sections>"
            "$<$<COMPILE_LANGUAGE:C>:SHELL:-include ${PROJECT_SOURCE_DIR}/src/base/banned.h>"
  )
  # The forced header reads <features.h> before a file could set these.
  target_compile_definitions(
    ${target}
    PRIVATE
      "$<$<COMPILE_LANGUAGE:C>:_GNU_SOURCE=>"
      "$<$<BOOL:${OMNI_SANITIZE}>:OMNI_INSTRUMENTED>"
  )
  target_link_options(
    ${target} PUBLIC ${omni_hardening_link}
    "$<$<BOOL:${OMNI_SANITIZE}>:${omni_sanitizers}>"
    "$<$<BOOL:${counts}>:${omni_coverage}>"
    "$<$<BOOL:${OMNI_FUZZ}>:-fsanitize=fuzzer-no-link>")
endfunction()

function(omni_link_options target)
  # The counters are the file itself, mapped (%c) and shared by all runs of the
  # program (%m): they outlive _exit, a signal and the sandbox.
  if(OMNI_COVERAGE)
    target_compile_options(
      ${target}
      PRIVATE
        -fprofile-instr-generate=${PROJECT_BINARY_DIR}/profiles/${target}-%m%c.profraw
    )
  endif()
  if(OMNI_STATIC)
    target_link_options(${target} PRIVATE -static -no-pie -Wl,--gc-sections
                        -Wl,-O1 -Wl,-s -Wl,--build-id=none)
  endif()
endfunction()

# What a render executes stands together in the program, which then touches
# fewer pages; docs/decisions/0018-link-order.md.  The map says where all of it
# went.
function(omni_link_order target)
  set(order ${PROJECT_SOURCE_DIR}/src/cli/static/order.ld)
  target_link_options(${target} PRIVATE
                      -Wl,-Map=${PROJECT_BINARY_DIR}/${target}.map)
  check_linker_flag(C -Wl,-T,${order} OMNI_LINKER_TAKES_ORDER)
  if(OMNI_LINKER_TAKES_ORDER)
    target_link_options(${target} PRIVATE -Wl,-T,${order})
    set_property(TARGET ${target} PROPERTY LINK_DEPENDS ${order})
  endif()
endfunction()
