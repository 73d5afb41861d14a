# SPDX-License-Identifier: Apache-2.0
# The libraries of others, each found once, all as system includes, so that our warnings stay ours.
# Also lockstep_pch, whose precompiled header every module reuses.

find_package(Threads REQUIRED)
set(Boost_USE_STATIC_LIBS ON)
find_package(Boost 1.81.0 EXACT CONFIG REQUIRED COMPONENTS headers json url)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(prometheus-cpp REQUIRED CONFIG)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(CURL REQUIRED)
find_package(mimalloc 2.0 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
# Debian's own: another python3 on the PATH may lack the modules that the tools use.
find_program(LOCKSTEP_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)

add_library(lockstep_sodium INTERFACE)
target_link_libraries(lockstep_sodium INTERFACE PkgConfig::sodium)
add_library(lockstep::sodium ALIAS lockstep_sodium)

add_library(lockstep_cli11 INTERFACE)  # header only: <CLI/CLI.hpp>
add_library(lockstep::cli11 ALIAS lockstep_cli11)

find_library(LOCKSTEP_RAPIDCHECK rapidcheck REQUIRED)
add_library(lockstep_rapidcheck INTERFACE)
target_link_libraries(lockstep_rapidcheck INTERFACE ${LOCKSTEP_RAPIDCHECK})
add_library(lockstep::rapidcheck ALIAS lockstep_rapidcheck)

# Compiled into every module's files. Only what nearly everyone includes: one more header here is paid by all.
add_library(lockstep_pch STATIC ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
target_link_libraries(lockstep_pch PRIVATE lockstep_options PUBLIC Boost::json Boost::headers Threads::Threads)
target_precompile_headers(lockstep_pch PRIVATE
  <algorithm> <array> <chrono> <compare> <cstddef> <cstdint> <cstring> <expected> <functional> <initializer_list> <map> <memory>
  <optional> <set> <source_location> <span> <string> <string_view> <tuple> <type_traits> <unordered_map> <utility> <variant>
  <vector> <boost/json.hpp> <boost/asio/awaitable.hpp>)

# Debian's libphonenumber-dev wants the headers of Boost 1.74, which cannot be installed beside 1.81, and uses none of them:
# ./dev setup unpacks its headers into build/deps. See docs/decisions/0003-phone-number-headers.md.
find_package(Protobuf REQUIRED)
find_path(LOCKSTEP_PHONENUMBER_HEADERS phonenumbers/phonenumberutil.h
  PATHS "${CMAKE_SOURCE_DIR}/build/deps/libphonenumber/usr/include" NO_DEFAULT_PATH)
find_library(LOCKSTEP_PHONENUMBER_LIBRARY NAMES libphonenumber.so.8)
if(NOT LOCKSTEP_PHONENUMBER_HEADERS OR NOT LOCKSTEP_PHONENUMBER_LIBRARY)
  message(FATAL_ERROR "libphonenumber is missing. Run ./dev setup.")
endif()
add_library(lockstep_phonenumber INTERFACE)
target_include_directories(lockstep_phonenumber SYSTEM INTERFACE ${LOCKSTEP_PHONENUMBER_HEADERS})
target_link_libraries(lockstep_phonenumber INTERFACE ${LOCKSTEP_PHONENUMBER_LIBRARY} protobuf::libprotobuf)
add_library(lockstep::phonenumber ALIAS lockstep_phonenumber)
