#!/usr/bin/env bash
# Has axe-core look at pages in a browser, in light and in dark, by the rules of WCAG 2.2 AA.
#     tests/accessibility.sh AXE.MIN.JS PAGE.HTML...
set -euo pipefail
axe=$(realpath "$1"); shift
browser=$(command -v chromium chromium-browser google-chrome | head -n 1)
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
wrong=0
for page in "$@"; do
    cat "$page" - > "$folder/page.html" <<END
<script src="file://$axe"></script>
<script>
axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(found => {
  const line = rule => [rule.id, rule.help, ...rule.nodes.slice(0, 3).map(node => node.html)].join('\n  ');
  document.body.textContent = ['axe', found.violations.length + ' violations of',
    found.passes.length + ' rules', ...found.violations.map(line), 'end'].join('\n');
});
</script>
END
    for scheme in 0 1; do
        said=$("$browser" --headless --no-sandbox --disable-gpu --allow-file-access-from-files \
            --blink-settings=preferredColorScheme=$scheme --virtual-time-budget=60000 \
            --user-data-dir="$folder/profile" --dump-dom "file://$folder/page.html" 2> /dev/null |
            sed -n '/^<body>axe$/,/^end</p' | sed '1d;$d')
        printf '%s: %s\n' "$page" "$said"
        case $said in '0 violations of'*) ;; *) wrong=1 ;; esac
    done
done
exit $wrong
