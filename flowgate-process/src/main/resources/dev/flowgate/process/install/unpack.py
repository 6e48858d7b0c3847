# Takes the wheels out of an archive: unpack.py ARCHIVE FOLDER. Only plain files count, and only their last name, so that
# nothing is written elsewhere. What is in them is compared with the lock's hashes when they are installed.
import os
import shutil
import sys
import tarfile
import zipfile

LIMIT = 4 * 1024 * 1024 * 1024
archive, folder = sys.argv[1:3]


def members():
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as content:
            for member in content.infolist():
                if not member.is_dir():
                    yield member.filename, member.file_size, lambda: content.open(member)
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as content:
            for member in content:
                if member.isfile():
                    yield member.name, member.size, lambda: content.extractfile(member)
    else:
        sys.exit("flowgate: neither a zip nor a tar archive")


left = LIMIT
count = 0
for name, size, opened in members():
    name = os.path.basename(name)
    if not name.endswith(".whl"):
        continue
    left -= size
    if left < 0:
        sys.exit("flowgate: more than 4 GiB of wheels")
    with opened() as source, open(os.path.join(folder, name), "wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    count += 1
if count == 0:
    sys.exit("flowgate: no wheels in it")
