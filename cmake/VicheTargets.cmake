# viche_library, viche_program, viche_test and viche_fuzzer: every target of Viche is made by one of these four. Includes
# start at the repository root. What a folder may use is what it links: a missing arrow is a missing link, and
# tests/architecture reads the includes and the link maps.

include(GoogleTest)

cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH VICHE_ROOT)

function(viche_options target)
  # clang counts -Wsign-conversion to -Wconversion, g++ does not in C++: the two are held to the same.
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wno-sign-conversion -Wshadow)
  # g++ 12 at -O2 and above sees overlapping copies in "text" + std::string that are not there (its bug 105651).
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
  if(VICHE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(VICHE_ASSERTIONS)
    target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
  endif()
  if(VICHE_SANITIZE)
    target_compile_options(
      ${target} PRIVATE -fsanitize=${VICHE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${VICHE_SANITIZE})
  elseif(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
    # Debian's hardening. _FORTIFY_SOURCE needs optimisation and does not mix with sanitizers.
    target_compile_options(${target} PRIVATE -fstack-protector-strong -U_FORTIFY_SOURCE)
    target_compile_definitions(${target} PRIVATE _FORTIFY_SOURCE=2)
    target_link_options(${target} PRIVATE LINKER:-z,relro,-z,now)
  endif()
  # What several sources include is read once, and what its templates become is made once. Names in the anonymous namespaces of
  # one target must differ.
  if(VICHE_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
  endif()
endfunction()

# viche_library(name SOURCES ... PUBLIC ... PRIVATE ...): a static library.
function(viche_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${VICHE_ROOT})
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
  viche_options(${name})
endfunction()

function(viche_executable name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${VICHE_ROOT})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  viche_options(${name})
endfunction()

# viche_program(name SOURCES ... LINK ...): a program in bin/; the linker leaves maps/<name>.map, which tests read.
function(viche_program name)
  viche_executable(${name} ${ARGN})
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/maps)
  target_link_options(${name} PRIVATE LINKER:-Map=${CMAKE_BINARY_DIR}/maps/${name}.map)
endfunction()

# The kernels that can be compiled here (crypto/group/kernel/kernel.h).
set(VICHE_KERNELS portable)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  list(PREPEND VICHE_KERNELS ifma)
endif()

# viche_test(name SOURCES ... LINK ... LABELS label [KERNELS]): one GoogleTest program, each of its tests known to CTest;
# with KERNELS, once for each kernel, as KERNEL.Suite.Name. A kernel that the machine lacks is reported as skipped.
# Labels in use: `campaign` for what takes long (its size follows the environment's VICHE_CAMPAIGN=short|full), `e2e` for
# whole programs run from end to end; tests/constant_time labels its own `constant-time`.
function(viche_test name)
  cmake_parse_arguments(ARG "KERNELS" "" "SOURCES;LINK;LABELS" ${ARGN})
  viche_executable(${name} SOURCES ${ARG_SOURCES} LINK ${ARG_LINK} GTest::gtest GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  # What is tested is optimised; compiling the tests themselves so would take a third longer for nothing, or twice as long with
  # what the sanitizers add.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  if(VICHE_SANITIZE MATCHES "address|thread")
    target_compile_options(${name} PRIVATE -O0)
  endif()
  target_compile_definitions(
    ${name} PRIVATE VICHE_SOURCE_DIR="${VICHE_ROOT}" VICHE_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  list(LENGTH ARG_LABELS count)
  if(count GREATER 1)
    message(FATAL_ERROR "${name}: CMake 3.25's gtest_discover_tests keeps one label of a list")
  elseif(count EQUAL 1)
    list(PREPEND ARG_LABELS LABELS)
  endif()
  if(NOT ARG_KERNELS)
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 600 ${ARG_LABELS})
    return()
  endif()
  foreach(kernel IN LISTS VICHE_KERNELS)
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 TEST_PREFIX ${kernel}. TEST_LIST ${name}_${kernel}
      PROPERTIES TIMEOUT 600 ENVIRONMENT VICHE_KERNEL=${kernel}
                 SKIP_REGULAR_EXPRESSION "(this machine does not support the kernel ${kernel}|  SKIPPED )" ${ARG_LABELS})
  endforeach()
endfunction()

# viche_fuzzer(name TARGET function LINK ... CORPUS dir [WORDS file]): a libFuzzer program in fuzz/ that runs a function of
# tests/fuzz/target.h, only where VICHE_FUZZ is on (clang). Each adds a line "name corpus [dictionary]" to
# fuzz/fuzzers.txt, from which ./check runs them all.
function(viche_fuzzer name)
  cmake_parse_arguments(ARG "" "TARGET;CORPUS;WORDS" "LINK" ${ARGN})
  if(NOT VICHE_FUZZ)
    return()
  endif()
  viche_executable(${name} SOURCES ${VICHE_ROOT}/tests/fuzz/fuzz_main.cpp LINK ${ARG_LINK})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  target_compile_definitions(${name} PRIVATE VICHE_FUZZ_TARGET=${ARG_TARGET})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  add_dependencies(fuzzers ${name})
  set(line "${name} ${ARG_CORPUS}")
  if(ARG_WORDS)
    string(APPEND line " ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_WORDS}")
  endif()
  set_property(GLOBAL APPEND_STRING PROPERTY VICHE_FUZZERS "${line}\n")
endfunction()
