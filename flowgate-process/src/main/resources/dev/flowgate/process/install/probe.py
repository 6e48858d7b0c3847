# Says what FlowGate needs to know about an interpreter, in one line for each fact. It has to run under any version.
import sys
try:
    import platform
    import sysconfig
    implementation = platform.python_implementation()
    threaded = sysconfig.get_config_var("Py_GIL_DISABLED") or 0
except (ImportError, AttributeError):
    implementation = "unknown"
    threaded = 0
try:
    import ensurepip
    import venv
    environments = "yes"
except ImportError:
    environments = "no"
print("version=%d.%d.%d" % tuple(sys.version_info[:3]))
print("implementation=" + implementation)
print("free-threaded=" + ("yes" if threaded else "no"))
print("venv=" + environments)
print("executable=" + (sys.executable or ""))
