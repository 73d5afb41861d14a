# SPDX-License-Identifier: Apache-2.0
# Files inside the program. tools/embed.py writes an assembler file with .incbin (megabytes cost nothing to compile) and a
# table in C++; a change of an embedded file only assembles again.

set(LOCKSTEP_EMBED "${CMAKE_SOURCE_DIR}/tools/embed.py")

# lockstep_embed_migrations(<module> <variable> <files>): sets <variable> to the sources that define
# lockstep::<module>::migrations(), declared in "<module>/migrations.hpp".
function(lockstep_embed_migrations module variable)
  lockstep_embed_run(${module}_migrations outputs "${CMAKE_SOURCE_DIR}/src/${module}/schema"
    "--kind;migrations;--module;${module};--header;${CMAKE_BINARY_DIR}/generated/${module}/migrations.hpp" ${ARGN})
  set(${variable} ${outputs} PARENT_SCOPE)
endfunction()

# lockstep_embed_declarations(<target> <folder>): the JSON files under <folder> (relative to it, "app/file.json") as
# std::vector<catalogue::DeclarationFile> lockstep::connectors::declaration_files(), in "connectors/declaration_files.hpp".
function(lockstep_embed_declarations target folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS "${folder}/*.json")
  list(FILTER files EXCLUDE REGEX "/recordings/")
  lockstep_embed_run(connector_declarations outputs "${folder}"
    "--kind;declarations;--header;${CMAKE_BINARY_DIR}/generated/connectors/declaration_files.hpp" ${files})
  target_sources(${target} PRIVATE ${outputs})
endfunction()

# lockstep_embed_files(<target> NAMESPACE <module> FUNCTION <name> ROOT <folder> FILES <files>): any files as
# std::vector<EmbeddedFile> lockstep::<module>::<name>(), declared in "<module>/<name>.hpp". Names are relative to ROOT.
function(lockstep_embed_files target)
  cmake_parse_arguments(E "" "NAMESPACE;FUNCTION;ROOT" "FILES" ${ARGN})
  lockstep_embed_run(${E_NAMESPACE}_${E_FUNCTION} outputs "${E_ROOT}"
    "--kind;files;--module;${E_NAMESPACE};--function;${E_FUNCTION};--header;${CMAKE_BINARY_DIR}/generated/${E_NAMESPACE}/${E_FUNCTION}.hpp"
    ${E_FILES})
  target_sources(${target} PRIVATE ${outputs})
endfunction()

# The tables are written when CMake runs and when the list of files changes; the bytes are read by the assembler, which the
# dependency on the files makes run again.
function(lockstep_embed_run name variable root arguments)
  set(stem "${CMAKE_BINARY_DIR}/generated/embedded/${name}")
  string(REPLACE ";" "\n" list "${ARGN}")
  file(GENERATE OUTPUT "${stem}.list" CONTENT "${list}\n")
  list(FIND arguments "--header" at)
  math(EXPR at "${at} + 1")
  list(GET arguments ${at} header)
  add_custom_command(OUTPUT "${stem}.S" "${stem}.cpp" "${header}"
    COMMAND Python3::Interpreter "${LOCKSTEP_EMBED}" --name ${name} --root "${root}" --list "${stem}.list" --stem "${stem}" ${arguments}
    DEPENDS "${LOCKSTEP_EMBED}" "${stem}.list" ${ARGN}
    COMMENT "Embedding ${name}" VERBATIM)
  set_source_files_properties("${stem}.S" PROPERTIES OBJECT_DEPENDS "${ARGN}" SKIP_PRECOMPILE_HEADERS ON)
  set(${variable} "${stem}.S" "${stem}.cpp" "${header}" PARENT_SCOPE)
endfunction()
