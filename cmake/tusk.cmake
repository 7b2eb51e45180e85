# What every target of tusk shares: flags, the compiler cache, and one way to declare a folder's library.

find_program(TUSK_CCACHE ccache)
if(TUSK_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TUSK_CCACHE})
endif()

add_library(tusk_flags INTERFACE)
target_include_directories(tusk_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/gen)
target_compile_options(
  tusk_flags INTERFACE -Wall -Wextra -Werror -Wno-unused-parameter -Wno-missing-field-initializers -Wno-invalid-offsetof
                       -fno-exceptions
                       -fno-rtti -fno-strict-aliasing -fno-omit-frame-pointer -g1)
target_link_options(tusk_flags INTERFACE -fuse-ld=lld)
# Release code addresses its stack through rsp; the frame pointer is kept where tools want to unwind.
target_compile_options(tusk_flags INTERFACE $<$<CONFIG:Release>:-O2 -fomit-frame-pointer>)
if(TUSK_CHECKS)
  target_compile_definitions(tusk_flags INTERFACE TUSK_CHECKS=1)
endif()
if(NOT TUSK_INTERRUPT_CHECKS)
  target_compile_definitions(tusk_flags INTERFACE TUSK_NO_INTERRUPT_CHECKS=1)
endif()
set(tusk_strategy_sentinel kSentinel)
set(tusk_strategy_test-bit kTestBit)
set(tusk_strategy_return-opline kReturnOpline)
if(NOT DEFINED tusk_strategy_${TUSK_INTERRUPT_STRATEGY})
  message(FATAL_ERROR "TUSK_INTERRUPT_STRATEGY: sentinel, test-bit or return-opline, not ${TUSK_INTERRUPT_STRATEGY}")
endif()
if(NOT TUSK_INTERRUPT_STRATEGY STREQUAL "sentinel")
  target_compile_definitions(
    tusk_flags INTERFACE TUSK_INTERRUPT_STRATEGY=${tusk_strategy_${TUSK_INTERRUPT_STRATEGY}})
endif()
if(TUSK_CALLED_HELPERS)
  target_compile_definitions(tusk_flags INTERFACE TUSK_CALLED_HELPERS=1)
endif()
if(TUSK_SANITIZE)
  # Handlers are preserve_none, which clang 19 does not combine with the dynamic stack frames that ASan would make.
  target_compile_options(tusk_flags INTERFACE "SHELL:-mllvm -asan-stack-dynamic-alloca=0"
                                              -fsanitize-address-use-after-return=never)
  target_compile_options(tusk_flags INTERFACE -O1 -fsanitize=address,undefined -fno-sanitize=vptr,function
                                              -fno-sanitize-recover=all)
  target_compile_definitions(tusk_flags INTERFACE TUSK_SANITIZE=1)
  target_link_options(tusk_flags INTERFACE -fsanitize=address,undefined)
endif()

if(TUSK_THREAD_SANITIZE)
  # Handlers end in calls that take their frame's place: there is no end of a function to note.
  target_compile_options(tusk_flags INTERFACE -fsanitize=thread "SHELL:-mllvm -tsan-instrument-func-entry-exit=0")
  target_compile_definitions(tusk_flags INTERFACE TUSK_THREAD_SANITIZE=1)
  target_link_options(tusk_flags INTERFACE -fsanitize=thread)
endif()

# tusk_library(NAME SOURCES file... DEPS target...): a folder's library; what it may include is what it links.
function(tusk_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC tusk_flags ${ARG_DEPS})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE tusk_flags ${ARG_DEPS})
  endif()
endfunction()

# tusk_link_archives(PREFIX): imported shared libraries of this prefix are linked as the archives that lie beside them.
# Abseil is some thirty shared objects, and loading them took longer than all else that an empty script does.
function(tusk_link_archives prefix)
  if(TUSK_SANITIZE OR TUSK_THREAD_SANITIZE)
    return()  # their runtimes come with the compiler and are shared with libstdc++
  endif()
  get_property(targets DIRECTORY PROPERTY IMPORTED_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(NOT target MATCHES "^${prefix}" OR NOT type STREQUAL "SHARED_LIBRARY")
      continue()
    endif()
    get_target_property(configurations ${target} IMPORTED_CONFIGURATIONS)
    foreach(configuration IN LISTS configurations)
      get_target_property(location ${target} IMPORTED_LOCATION_${configuration})
      string(REGEX REPLACE "\\.so[.0-9]*$" ".a" archive "${location}")
      if(EXISTS "${archive}")
        set_target_properties(${target} PROPERTIES IMPORTED_LOCATION_${configuration} "${archive}")
      endif()
    endforeach()
  endforeach()
endfunction()

# tusk_link_runtime_in(TARGET): the program carries the C++ library with it, for the same reason as above.
function(tusk_link_runtime_in target)
  if(NOT TUSK_SANITIZE AND NOT TUSK_THREAD_SANITIZE)
    target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc)
  endif()
endfunction()
