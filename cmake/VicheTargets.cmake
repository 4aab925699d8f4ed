# viche_library(name SOURCES ... PUBLIC ... PRIVATE ...): a static library whose includes start at the repository root.
# What a folder may use is what it links: a missing arrow is a missing link, and tests/architecture checks the includes.

set(VICHE_ROOT ${CMAKE_CURRENT_LIST_DIR}/..)

function(viche_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow)
  if(VICHE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(VICHE_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${VICHE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${VICHE_SANITIZE})
  endif()
endfunction()

function(viche_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC ${VICHE_ROOT})
  target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
  viche_options(${name})
endfunction()

function(viche_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${VICHE_ROOT})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  viche_options(${name})
endfunction()

# viche_test(name SOURCES ... LINK ... LABELS ...): one GoogleTest program, each of its tests known to CTest.
function(viche_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LABELS" ${ARGN})
  viche_program(${name} SOURCES ${ARG_SOURCES} LINK ${ARG_LINK} GTest::gtest GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_compile_definitions(${name} PRIVATE VICHE_SOURCE_DIR="${VICHE_ROOT}" VICHE_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  include(GoogleTest)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 600)
endfunction()
