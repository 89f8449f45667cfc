# SPDX-License-Identifier: MPL-2.0
# The libraries we stand on, as one interface target.  A static build names
# what those libraries need in their turn: only the members that are used are
# pulled in, so the list is as short as the linker allows.

if(OMNI_STATIC)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
endif()

add_library(omni_dependencies INTERFACE)
set(omni_libraries re2 archive utf8proc crypto z)
foreach(library IN LISTS omni_libraries)
  find_library(LIB_${library} NAMES ${library} REQUIRED)
  target_link_libraries(omni_dependencies INTERFACE ${LIB_${library}})
endforeach()

# RE2 and what hides behind its one C++ file.
find_package(Threads REQUIRED)
target_link_libraries(omni_dependencies INTERFACE stdc++ Threads::Threads m)

if(NOT OMNI_STATIC)
  return()
endif()
target_compile_definitions(omni_dependencies INTERFACE UTF8PROC_STATIC)
