# SPDX-License-Identifier: Apache-2.0
# lockstep_module(<name> [TOGETHER] [DEPENDS <modules>] [LIBRARIES <targets>] [TEST_DEPENDS <modules>] [TEST_LIBRARIES <targets>])
#
# Turns the folder src/<name>, with its subfolders, into targets by file suffix:
#   x.cpp                            library lockstep_<name>
#   x_test.cpp, x_property_test.cpp  program <name>_tests, label fast
#   test_x.cpp, test_x.hpp           what the test programs share
#   x_slow_test.cpp                  program <name>_slow_tests, label slow
#   x_fuzz.cpp                       program <name>_x_fuzz: libFuzzer with preset fuzz, else a replay of src/<name>/corpus/x/
#   x_bench.cpp                      program <name>_bench
#   schema/0001_inbox.sql            <name>/migrations.hpp with lockstep::<name>::migrations()
# A folder without sources gives a header-only library.
#
# TOGETHER is for the large modules: eight source files are compiled as one, because most of the time goes into reading the same headers
# (bench/README.md has the figures). The same goes for their tests. So no two files of such a module, and no two of its
# tests, may have a helper of one name in their unnamed namespaces.

function(lockstep_module name)
  cmake_parse_arguments(M "TOGETHER" "" "DEPENDS;LIBRARIES;TEST_DEPENDS;TEST_LIBRARIES" ${ARGN})
  set(folder "${CMAKE_SOURCE_DIR}/src/${name}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${folder}/*.cpp")
  set(tests ${sources})
  set(slow_tests ${sources})
  set(fuzzers ${sources})
  set(benches ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests EXCLUDE REGEX "_slow_test\\.cpp$")
  list(FILTER slow_tests INCLUDE REGEX "_slow_test\\.cpp$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")
  list(FILTER benches INCLUDE REGEX "_bench\\.cpp$")
  set(shared ${sources})
  list(FILTER shared INCLUDE REGEX "/test_[^/]*\\.cpp$")
  list(FILTER shared EXCLUDE REGEX "_(test|fuzz|bench)\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz|bench)\\.cpp$|/test_[^/]*\\.cpp$")
  if(name STREQUAL "app")
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  endif()

  file(GLOB schema CONFIGURE_DEPENDS "${folder}/schema/*.sql")
  if(schema)
    lockstep_embed_migrations(${name} generated ${schema})
    list(APPEND sources ${generated})
  endif()

  set(modules ${M_DEPENDS})
  list(TRANSFORM modules PREPEND lockstep_)
  if(sources)
    add_library(lockstep_${name} STATIC ${sources})
    target_include_directories(lockstep_${name} PUBLIC "${CMAKE_SOURCE_DIR}/src" "${CMAKE_BINARY_DIR}/generated")
    target_link_libraries(lockstep_${name} PRIVATE lockstep_options PUBLIC ${modules} ${M_LIBRARIES} lockstep_pch)
    target_precompile_headers(lockstep_${name} REUSE_FROM lockstep_pch)
    if(M_TOGETHER)
      set_target_properties(lockstep_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
  else()
    add_library(lockstep_${name} INTERFACE)
    target_include_directories(lockstep_${name} INTERFACE "${CMAKE_SOURCE_DIR}/src" "${CMAKE_BINARY_DIR}/generated")
    target_link_libraries(lockstep_${name} INTERFACE ${modules} ${M_LIBRARIES} lockstep_pch)
  endif()

  set(test_modules ${M_TEST_DEPENDS})
  list(TRANSFORM test_modules PREPEND lockstep_)
  set(test_libraries lockstep_${name} ${test_modules} ${M_TEST_LIBRARIES} GTest::gmock_main GTest::gmock lockstep::rapidcheck)
  if(tests)
    lockstep_test_program(${name}_tests fast "${tests};${shared}" "${test_libraries}")
    if(M_TOGETHER)
      set_target_properties(${name}_tests PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    endif()
  endif()
  if(slow_tests)
    lockstep_test_program(${name}_slow_tests slow "${slow_tests};${shared}" "${test_libraries}")
  endif()
  if(benches)
    lockstep_program(${name}_bench ${benches} ${shared})
    target_link_libraries(${name}_bench PRIVATE lockstep_${name} ${test_modules} ${M_TEST_LIBRARIES} benchmark::benchmark_main)
  endif()
  foreach(fuzzer IN LISTS fuzzers)
    lockstep_fuzz_program(${name} "${fuzzer}" "lockstep_${name}")
  endforeach()
endfunction()

function(lockstep_program target)
  add_executable(${target} ${ARGN})
  target_link_libraries(${target} PRIVATE lockstep_options lockstep_pch)
  target_precompile_headers(${target} REUSE_FROM lockstep_pch)
endfunction()

# One CTest entry per program: starting a process per test case would cost more than the cases. The JSON reports let
# tools/count_tests.py say how many cases ran.
function(lockstep_test_program target label sources libraries)
  lockstep_program(${target} ${sources})
  target_link_libraries(${target} PRIVATE ${libraries})
  add_test(NAME ${target} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    COMMAND ${target} --gtest_brief=1 "--gtest_output=json:${CMAKE_BINARY_DIR}/reports/${target}.json")
  set_tests_properties(${target} PROPERTIES LABELS ${label} TIMEOUT 600 PROCESSORS 4 COST 20 ENVIRONMENT "RC_PARAMS=max_success=1000")
  if(label STREQUAL "slow")
    set_tests_properties(${target} PROPERTIES TIMEOUT 1800)
  endif()
endfunction()

function(lockstep_fuzz_program module source library)
  get_filename_component(stem "${source}" NAME_WE)
  string(REGEX REPLACE "_fuzz$" "" subject "${stem}")
  set(target ${module}_${stem})
  set(corpus "${CMAKE_SOURCE_DIR}/src/${module}/corpus/${subject}")
  if(LOCKSTEP_FUZZ)
    lockstep_program(${target} "${source}")
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
  else()
    lockstep_program(${target} "${source}" "${CMAKE_SOURCE_DIR}/tools/fuzz_replay.cpp")
    add_test(NAME ${target} COMMAND ${target} "${corpus}")
    set_tests_properties(${target} PROPERTIES LABELS fast TIMEOUT 300 PROCESSORS 4)
  endif()
  target_link_libraries(${target} PRIVATE ${library})
endfunction()
