// Settings of the libraries beneath a process, for one that serves many calls for a long time.

#ifndef POTENTIAL_SERVICES_CHASSIS_SERVER_LIBRARY_SETTINGS_H_
#define POTENTIAL_SERVICES_CHASSIS_SERVER_LIBRARY_SETTINGS_H_

namespace potential::server {

// Before the first thread is started.
void SetUpLibraries();

}  // namespace potential::server

#endif  // POTENTIAL_SERVICES_CHASSIS_SERVER_LIBRARY_SETTINGS_H_
