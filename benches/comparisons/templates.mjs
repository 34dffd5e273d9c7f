// One plain page of a comparison, for shirube and for Hugo: the same words in the same places.

// Overrides of shirube's theme.
export const SHIRUBE = {
  'compare.html': `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ shell.title }}</title>
<meta name="description" content="{{ shell.description }}">
<link rel="canonical" href="{{ shell.canonical }}">
<meta property="og:title" content="{{ shell.title }}">
<link rel="stylesheet" href="{{ shell.stylesheet }}">
</head>
<body>
{{ shell.header_html | safe }}
<main id="main">
<nav class="breadcrumbs"><ol>{% for link in page.head.breadcrumbs %}<li><a href="{{ link.url }}">{{ link.name }}</a></li>{% endfor %}</ol></nav>
<h1>{{ page.head.heading }}</h1>
<p><a href="{{ page.a.url }}">{{ page.a.name }}</a>（{{ page.a.facts }}） <a href="{{ page.b.url }}">{{ page.b.name }}</a>（{{ page.b.facts }}）</p>
<ul>
{% for sentence in page.sentences -%}
<li>{{ sentence }}</li>
{% endfor -%}
</ul>
<p class="intro">{{ page.intro }}</p>
{% for group in page.groups -%}
<h2 id="{{ group.id }}">{{ group.name }}</h2>
<table class="rows">
<thead><tr><th scope="col">項目</th><th scope="col">{{ page.a.name }}</th><th scope="col">{{ page.b.name }}</th><th scope="col">違い</th><th scope="col">中央値</th><th scope="col">出典</th></tr></thead>
<tbody>
{{ group.rows_html | safe }}
</tbody>
</table>
{% endfor -%}
<ul class="next">
{% for pair in page.next -%}
<li><a href="{{ pair.url }}">{{ pair.a }}と{{ pair.b }}</a></li>
{% endfor -%}
</ul>
</main>
</body>
</html>
`,
  'parts/compare_row.html': `{% component compare_row(row: map, span: integer, labels: map) -%}
<tr><th scope="row"><a href="{{ row.url }}">{{ row.label }}</a></th>
<td>{{ row.a.value_html | safe }}{% if row.a.rank %} <small>{{ row.a.rank }}</small>{% endif %}</td>
<td>{{ row.b.value_html | safe }}{% if row.b.rank %} <small>{{ row.b.rank }}</small>{% endif %}</td>
<td>{% if row.difference %}{{ row.difference }}{% endif %}{% if row.ratio %} <small>{{ row.ratio }}</small>{% endif %}</td>
<td>{% if row.national %}{{ row.national.value }}{% endif %}</td>
<td>{{ row.period }} {{ row.publisher }}</td></tr>
{%- endcomponent compare_row %}`,
};

// Hugo's template of a pair. \`.Params.pair\` holds the positions of its places; what is the same on
// all pages of a place stands in the data ready to be printed: values with units, and ranks. Nothing
// is put into lists or maps but the keys by which statistics are sorted: distance × 100 − number.
const HUGO = `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} | {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }} | {{ site.Title }}">
<link rel="stylesheet" href="/style.css">
</head>
<body>
{{ partialCached "header.html" . }}
<main id="main">
<nav class="breadcrumbs"><ol><li><a href="/">ホーム</a></li><li><a href="/places/">町</a></li><li><a href="/compare/places/">比較</a></li></ol></nav>
<h1>{{ .Title }}</h1>
{{ $all := hugo.Data.places -}}
{{ $left := index .Params.pair 0 -}}
{{ $right := index .Params.pair 1 -}}
{{ $a := index $all.places $left -}}
{{ $b := index $all.places $right -}}
<p><a href="/places/{{ $a.id }}/">{{ $a.name }}</a>（{{ $a.part }}） <a href="/places/{{ $b.id }}/">{{ $b.name }}</a>（{{ $b.part }}）</p>
{{ $keys := slice -}}
{{ range $number, $statistic := $all.statistics -}}
{{ if and (ne (index $statistic.values $left) nil) (ne (index $statistic.values $right) nil) -}}
{{ $apart := sub (index $statistic.places $left) (index $statistic.places $right) -}}
{{ if ne $apart 0 -}}
{{ $keys = $keys | append (sub (mul (cond (lt $apart 0) (sub 0 $apart) $apart) 100) $number) -}}
{{ end -}}
{{ end -}}
{{ end -}}
<ul>
{{ range first 3 (sort $keys "value" "desc") -}}
{{ $statistic := index $all.statistics (mod (sub 100 (mod . 100)) 100) -}}
{{ $difference := sub (index $statistic.values $left) (index $statistic.values $right) -}}
<li>{{ $statistic.short }}は{{ $a.name }}が{{ index $statistic.shown $left }}、{{ $b.name }}が{{ index $statistic.shown $right }}で、{{ cond (gt $difference 0.0) $a.name $b.name }}のほうが{{ lang.FormatNumber $statistic.decimals (math.Abs $difference) }}{{ $statistic.step }}{{ $statistic.more }}です。</li>
{{ end -}}
</ul>
<p class="intro">{{ len $all.statistics }}項目で比べます。</p>
{{ range $all.groups -}}
<h2 id="{{ .id }}">{{ .name }}</h2>
<table class="rows">
<thead><tr><th scope="col">項目</th><th scope="col">{{ $a.name }}</th><th scope="col">{{ $b.name }}</th><th scope="col">違い</th><th scope="col">中央値</th><th scope="col">出典</th></tr></thead>
<tbody>
{{ range .statistics -}}
{{ $x := index .values $left -}}
{{ $y := index .values $right -}}
<tr><th scope="row"><a href="/indicators/places/{{ .id }}/">{{ .label }}</a></th>
<td>{{ index .shown $left }}{{ with index .ranks $left }} <small>{{ . }}</small>{{ end }}</td>
<td>{{ index .shown $right }}{{ with index .ranks $right }} <small>{{ . }}</small>{{ end }}</td>
<td>{{ if and (ne $x nil) (ne $y nil) }}{{ if eq $x $y }}同じ{{ else }}{{ cond (gt $x $y) $a.name $b.name }}のほうが {{ lang.FormatNumber .decimals (math.Abs (sub $x $y)) }}{{ .step }}{{ .more }}{{ if and .ratio (gt $x 0.0) (gt $y 0.0) }} <small>約{{ lang.FormatNumber 1 (div (math.Max $x $y) (math.Min $x $y)) }}倍</small>{{ end }}{{ end }}{{ end }}</td>
<td>{{ .median }}</td>
<td>2025年 作られた役所</td></tr>
{{ end -}}
</tbody>
</table>
{{ end -}}
<ul class="next">
{{ range .Params.next -}}
{{ $x := index $all.places .a -}}
{{ $y := index $all.places .b -}}
<li><a href="/compare/places/{{ $x.id }}/{{ $y.id }}.html">{{ $x.name }}と{{ $y.name }}</a></li>
{{ end -}}
</ul>
</main>
</body>
</html>
`;

// Every pair becomes a page at the address that shirube gives it.
const ADAPTER = `{{ $places := hugo.Data.places.places -}}
{{ $count := len $places -}}
{{ range $left, $a := $places -}}
{{ range $right := seq (add $left 1) (sub $count 1) -}}
{{ if and (lt $left $right) (lt $right $count) -}}
{{ $b := index $places $right -}}
{{ $next := slice -}}
{{ range $step := seq 1 3 -}}
{{ $next = $next | append (dict "a" $left "b" (mod (add $right $step) $count)) -}}
{{ $next = $next | append (dict "a" (mod (add $left $step) $count) "b" $right) -}}
{{ end -}}
{{ $.AddPage (dict
  "kind" "page"
  "type" "pair"
  "path" (printf "places/%s/%s" $a.id $b.id)
  "url" (printf "/compare/places/%s/%s.html" $a.id $b.id)
  "title" (printf "%sと%sを比べる" $a.name $b.name)
  "params" (dict "description" (printf "%sと%sの違いを25項目で並べました。" $a.name $b.name) "pair" (slice $left $right) "next" $next)
) -}}
{{ end -}}
{{ end -}}
{{ end -}}
`;

export const HUGO_FILES = {
  'hugo.yaml': `baseURL: https://guide.example/
title: 比較を測る
locale: ja
disableKinds: [taxonomy, term, rss, section]
`,
  'content/compare/_content.gotmpl': ADAPTER,
  'layouts/pair/page.html': HUGO,
  'layouts/home.html': '<!DOCTYPE html><html lang="ja"><head><title>{{ .Title }}</title></head><body></body></html>\n',
  'layouts/_partials/header.html': '<header class="header"><a class="brand" href="/">{{ site.Title }}</a><nav><ul><li><a href="/places/">町</a></li></ul></nav></header>\n',
  'static/style.css': 'body { margin: 1rem; }\n',
};
