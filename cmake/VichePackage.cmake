# `cmake --build --preset release --target deb` leaves viche_<version>_<architecture>.deb in the build folder: the three
# programs, units for a board and a witness with an example of its settings, and the documentation.

include(GNUInstallDirs)
set(VICHE_PACKAGING ${CMAKE_SOURCE_DIR}/packaging)
set(documentation ${CMAKE_INSTALL_DATADIR}/doc/viche)

install(TARGETS viche viche-board viche-verify RUNTIME)
install(FILES ${VICHE_PACKAGING}/viche-board.service ${VICHE_PACKAGING}/viche-witness.service DESTINATION /lib/systemd/system)
install(FILES ${VICHE_PACKAGING}/viche-board.toml DESTINATION /etc/viche-board)
install(FILES README.md CHANGELOG.md ${VICHE_PACKAGING}/copyright DESTINATION ${documentation})
install(DIRECTORY docs/ DESTINATION ${documentation} FILES_MATCHING PATTERN "*.md" PATTERN "*.json")
install(FILES ${VICHE_PACKAGING}/alarms.yml ${VICHE_PACKAGING}/behind-a-proxy.conf DESTINATION ${documentation}/examples)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME viche)
set(CPACK_PACKAGE_CONTACT "The contributors to Viche <maintainers@viche.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "verifiable elections: board, officials' and voters' program, verifier")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Ballots are encrypted on the voter's device, posted to a public
append-only log, added up while encrypted, and opened as totals by k of n
trustees. Anybody can check the result from the published files alone.
.
viche-board serves the log of one election, viche is what officials,
trustees, witnesses and voters use, viche-verify checks a published record.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "systemd, procps")  # the unit, and `kill` for its reload
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${VICHE_PACKAGING}/conffiles ${VICHE_PACKAGING}/postinst ${VICHE_PACKAGING}/prerm
  ${VICHE_PACKAGING}/postrm)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
# Files for /etc and /lib go there and not below the prefix.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
include(CPack)

add_custom_target(deb COMMAND ${CMAKE_CPACK_COMMAND} -G DEB -B ${CMAKE_BINARY_DIR}
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR} VERBATIM)
add_dependencies(deb viche viche-board viche-verify)
