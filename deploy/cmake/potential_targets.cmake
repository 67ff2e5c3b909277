# How every target of the tree is built: language level, warnings, sanitizers, and one function for
# each kind of target. A module is one folder; its sources are found by name, so that adding a file
# needs no line here.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_package(Protobuf REQUIRED)
find_package(gRPC CONFIG REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(spdlog CONFIG REQUIRED)
find_package(SQLiteCpp CONFIG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Threads REQUIRED)
find_path(HIREDIS_INCLUDE hiredis/hiredis.h REQUIRED)
find_library(HIREDIS_LIBRARY hiredis REQUIRED)
find_path(GOOGLEAPIS google/api/http.proto
  HINTS /usr/share/gocode/src/github.com/gogo/googleapis REQUIRED)
if(POTENTIAL_TESTS)
  find_package(GTest REQUIRED)
  find_package(benchmark REQUIRED)
  enable_testing()
endif()

# Warnings and sanitizers of our own code; generated code and libraries are exempt.
add_library(potential_own INTERFACE)
target_compile_options(potential_own INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Werror
  # False alarms of g++ 12 inside its own std::string and std::variant (GCC bugs 105329 and 105562).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized>
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
if(POTENTIAL_SANITIZE STREQUAL "address")
  set(flags -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
elseif(POTENTIAL_SANITIZE STREQUAL "thread")
  set(flags -fsanitize=thread)
elseif(POTENTIAL_SANITIZE)
  message(FATAL_ERROR "POTENTIAL_SANITIZE is '${POTENTIAL_SANITIZE}'; use address or thread")
endif()
if(POTENTIAL_SANITIZE)
  # The build type of `address` is Release, so that generated code is compiled as in the release tree
  # and comes out of the compiler cache; what is ours is compiled for finding faults.
  target_compile_options(potential_own INTERFACE ${flags} -g1 -O1 -UNDEBUG)
  add_link_options(${flags})
endif()

# potential_module(NAME [DEPENDS target...])
# A static library `potential_NAME` of this folder's *.cc, except tests and main.cc, and
# a test program `NAME_test` of its *_test.cc.
function(potential_module name)
  cmake_parse_arguments(arg "" "" "DEPENDS;TEST_DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")
  add_library(potential_${name} STATIC ${sources})
  target_include_directories(potential_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(potential_${name} PUBLIC ${arg_DEPENDS} PRIVATE potential_own)
  if(POTENTIAL_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE
      potential_${name} ${arg_TEST_DEPENDS} potential_own GTest::gmock GTest::gtest_main)
    # Tests are run once for each time that they are compiled.
    target_compile_options(${name}_test PRIVATE -O0)
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()

# potential_program(PROGRAM MODULE)
# The executable PROGRAM of this folder's main.cc on top of the library of MODULE.
function(potential_program program module)
  add_executable(${program} main.cc)
  target_link_libraries(${program} PRIVATE potential_${module} potential_own)
endfunction()
