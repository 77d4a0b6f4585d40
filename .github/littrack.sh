#!/usr/bin/env bash
# The steps of .github/workflows/littrack.yml; `littrack.sh all` does them on any machine.
# Needs git with a remote `origin` that can be pushed to, littrack, and gh (for `publish`).
set -euo pipefail
workspace=${LITTRACK_WORKSPACE:-.}
branch=${LITTRACK_BRANCH:-littrack-state}
body_limit=60000 # GitHub takes 65,536 characters

restore() {
  if ! git ls-remote --exit-code --heads origin "$branch" >/dev/null; then
    echo "No branch $branch yet: starting afresh."
    return
  fi
  git fetch --quiet --depth 1 origin "$branch"
  mkdir -p "$workspace/db"
  local copy="$workspace/db/restored.db"
  git show FETCH_HEAD:littrack.db.gz | gunzip >"$copy"
  littrack backup --workspace "$workspace" --restore "$copy"
  rm -f "$copy"
  # The model's files are not in the database; without them the first run trains again.
  local slug
  slug=$(find "$workspace/classifiers" -name taxonomy.toml -printf '%h\n' | head -n 1)
  git archive FETCH_HEAD models 2>/dev/null | tar -x -C "${slug:-$workspace}" || true
}

run() {
  littrack run --workspace "$workspace"
}

# One commit without a parent, so that the branch never grows beyond one copy.
keep() {
  local folder tree commit
  folder=$(mktemp -d)
  littrack backup --workspace "$workspace" --to "$folder/littrack.db"
  gzip -9 "$folder/littrack.db"
  find "$workspace/classifiers" -type d -name models -exec cp -r {} "$folder/models" \; -quit
  local git_dir
  git_dir=$(git rev-parse --absolute-git-dir)
  GIT_INDEX_FILE="$folder/.index" git --git-dir="$git_dir" --work-tree="$folder" add -f littrack.db.gz
  if [ -d "$folder/models" ]; then
    GIT_INDEX_FILE="$folder/.index" git --git-dir="$git_dir" --work-tree="$folder" add -f models
  fi
  tree=$(GIT_INDEX_FILE="$folder/.index" git write-tree)
  commit=$(git -c user.name=littrack -c user.email=littrack@users.noreply.github.com commit-tree "$tree" -m "State of littrack")
  git push --quiet --force origin "$commit:refs/heads/$branch"
  rm -rf "$folder"
}

publish() {
  local folder title
  folder=$(find "$workspace/reports" -maxdepth 1 -type d -name '[0-9][0-9][0-9][0-9]-W[0-9][0-9]' | sort | tail -n 1)
  if [ -z "$folder" ]; then
    echo "No digest has been made."
    return
  fi
  title="Digest $(basename "$folder")"
  if gh issue list --state all --search "in:title \"$title\"" --json title --jq '.[].title' | grep -qxF "$title"; then
    echo "$title is there already."
    return
  fi
  head -c "$body_limit" "$folder/digest.md" | iconv -c -f utf-8 -t utf-8 | gh issue create --title "$title" --body-file -
}

case ${1:-} in
  restore | run | keep | publish) "$1" ;;
  all) restore && run && keep && publish ;;
  *)
    echo "usage: littrack.sh restore|run|keep|publish|all" >&2
    exit 2
    ;;
esac
