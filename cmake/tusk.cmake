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
