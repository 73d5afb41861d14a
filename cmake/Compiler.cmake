# SPDX-License-Identifier: Apache-2.0
# Compiler, linker and ccache settings, and lockstep_options: the interface target everything of ours is compiled with.

add_library(lockstep_options INTERFACE)

set(warnings
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Woverloaded-virtual
  -Wnon-virtual-dtor -Wnull-dereference -Wimplicit-fallthrough -Wswitch-enum)
if(LOCKSTEP_WARNINGS_AS_ERRORS)
  list(APPEND warnings -Werror)
endif()
target_compile_options(lockstep_options INTERFACE ${warnings})

# One position-independence setting for libraries and programs alike, because a precompiled header is only valid for one.
add_compile_options(-fPIE -fno-omit-frame-pointer)
add_link_options(-pie -fuse-ld=lld)

if(LOCKSTEP_HARDENED)
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong -ffunction-sections)
  add_link_options(-Wl,-z,relro,-z,now -Wl,--gc-sections -Wl,-O2)
endif()

if(LOCKSTEP_SANITIZERS)
  # Undefined behaviour ends the program as well: a test that only prints has not failed.
  add_compile_options(-fsanitize=${LOCKSTEP_SANITIZERS} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LOCKSTEP_SANITIZERS})
endif()

add_compile_definitions(
  BOOST_ASIO_SEPARATE_COMPILATION  # compiled once, in cmake/precompiled.cpp
  BOOST_BEAST_SEPARATE_COMPILATION # compiled once, in src/adapters
  BOOST_ASIO_NO_DEPRECATED)

# The time stamp inside a precompiled header would make every build of it a different one for ccache.
add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
find_program(LOCKSTEP_CCACHE ccache)
if(LOCKSTEP_CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros ${LOCKSTEP_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
