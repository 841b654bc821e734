/**
 * What every work tree ignores unless its `.strataignore` says otherwise (`!pattern` brings something back), in the syntax
 * of gitignore. Lines are names with at most one `*` and an optional `/` at the end, because `ignore-names.ts` turns them
 * into a test that costs next to nothing per name. Case counts, so that a folder makes the same version everywhere.
 */
export const defaultIgnores = `
# macOS
.DS_Store
._*
.Spotlight-V100/
.Trashes/
.fseventsd/
.TemporaryItems/
.DocumentRevisions-V100/

# Windows
Thumbs.db
thumbs.db
ehthumbs.db
Desktop.ini
desktop.ini
$RECYCLE.BIN/
System Volume Information/

# Linux
.Trash-*/
.nfs*
.fuse_hidden*
.goutputstream-*
lost+found/

# Editors and office programs: swap, lock and temporary files
*.swp
*.swo
*.swx
*~
.#*
\\#*#
.~lock.*#
~$*
*.kate-swp
*___jb_tmp___
*___jb_old___

# Downloads in progress
*.part
*.crdownload

# Version control
.git/
.hg/
.svn/
.bzr/
.jj/

# What tools make anew
__pycache__/
*.pyc
.ipynb_checkpoints/
.mypy_cache/
.pytest_cache/
.ruff_cache/
node_modules/
.venv/
`;
