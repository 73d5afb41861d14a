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

# lockstep_embed_declarations(<folder>): library lockstep_connector_declarations with the JSON files and logos under <folder> (named
# relative to it, "app/connector.json") as std::vector<catalogue::DeclarationFile> connectors::declaration_files(),
# declared in "connectors/declaration_files.hpp". Recordings stay outside the program.
function(lockstep_embed_declarations folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS "${folder}/*.json")
  file(GLOB logos CONFIGURE_DEPENDS "${folder}/*/logo.svg")
  list(APPEND files ${logos})
  list(FILTER files EXCLUDE REGEX "/recordings/")
  lockstep_embed_run(connector_declarations outputs "${folder}"
    "--kind;declarations;--header;${CMAKE_BINARY_DIR}/generated/connectors/declaration_files.hpp" ${files})
  lockstep_embed_library(lockstep_connector_declarations ${outputs})
endfunction()

# lockstep_embed_files(<module> <function> <root> <files>): library lockstep_<module>_<function> with any files as
# std::vector<EmbeddedFile> lockstep::<module>::<function>(), declared in "<module>/<function>.hpp"; paths relative to <root>.
function(lockstep_embed_files module function root)
  lockstep_embed_run(${module}_${function} outputs "${root}"
    "--kind;files;--module;${module};--function;${function};--header;${CMAKE_BINARY_DIR}/generated/${module}/${function}.hpp" ${ARGN})
  lockstep_embed_library(lockstep_${module}_${function} ${outputs})
endfunction()

function(lockstep_embed_library target)
  add_library(${target} STATIC ${ARGN})
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}/src" "${CMAKE_BINARY_DIR}/generated")
  target_link_libraries(${target} PRIVATE lockstep_options PUBLIC lockstep_pch)
  target_precompile_headers(${target} REUSE_FROM lockstep_pch)
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
    COMMAND ${LOCKSTEP_PYTHON} "${LOCKSTEP_EMBED}" --name ${name} --root "${root}" --list "${stem}.list" --stem "${stem}" ${arguments}
    DEPENDS "${LOCKSTEP_EMBED}" "${stem}.list" ${ARGN}
    COMMENT "Embedding ${name}" VERBATIM)
  set_source_files_properties("${stem}.S" PROPERTIES OBJECT_DEPENDS "${ARGN}" SKIP_PRECOMPILE_HEADERS ON)
  set_property(GLOBAL APPEND PROPERTY LOCKSTEP_GENERATED "${header}")
  set(${variable} "${stem}.S" "${stem}.cpp" "${header}" PARENT_SCOPE)
endfunction()
