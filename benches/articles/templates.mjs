// Templates of both programs that print the same pages.

import { FILES } from '../incremental/hugo.mjs';

const head = ({ title, site, description, canonical, style, feed }) => `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}${site}</title>
<meta name="description" content="${description}">
<link rel="canonical" href="${canonical}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${canonical}">
<link rel="alternate" type="application/atom+xml" href="${feed}">
<link rel="stylesheet" href="${style}">
</head>
<body>
`;

const SHIRUBE_LIST = `<ul class="articles">
{% for article in page.articles -%}
<li>
<h3><a href="{{ article.url }}">{{ article.title }}</a></h3>
<p>{{ article.description }}</p>
<p class="meta"><span>{{ article.reading_time }}</span> <time datetime="{{ article.updated_iso }}">{{ article.updated }}</time></p>
</li>
{% endfor -%}
</ul>
`;

export const SHIRUBE = {
  'templates/shell.html': `${head({
    title: '{{ shell.title }}', site: '', description: '{{ shell.description }}', canonical: '{{ shell.canonical }}', style: '{{ shell.stylesheet }}', feed: '{{ shell.feed }}',
  })}{{ shell.header_html | safe }}
<main id="main">
{% block main %}<h1>{{ page.head.heading }}</h1>{% endblock main %}
</main>
{{ shell.footer_html | safe }}
<p class="address">{{ shell.canonical }}</p>
</body>
</html>
`,
  'templates/parts/header.html': '{% component header(chrome: map, labels: map, root: string) -%}\n<header class="header"><a class="brand" href="{{ root }}">{{ chrome.site }}</a>\n<nav><ul><li><a href="{{ root }}articles/">読みもの</a></li></ul></nav></header>\n{%- endcomponent header %}\n',
  'templates/parts/footer.html': '{% component footer(chrome: map, labels: map, root: string) -%}\n<footer class="footer"><nav><ul><li><a href="{{ root }}articles/">読みもの</a></li></ul></nav></footer>\n{%- endcomponent footer %}\n',
  'templates/article.html': `{% extends "shell.html" %}
{% block main -%}
<nav class="breadcrumbs"><ol>{% for link in page.head.breadcrumbs %}<li><a href="{{ link.url }}">{{ link.name }}</a></li>{% endfor %}</ol></nav>
<article>
<h1>{{ page.head.heading }}</h1>
<p class="meta"><span>{{ page.reading_time }}</span> <time datetime="{{ page.published.iso }}">{{ page.published.text }}</time></p>
<p class="lead">{{ page.description }}</p>
<nav id="TableOfContents"><ul>
{% for entry in page.contents -%}
<li><a href="#{{ entry.id }}">{{ entry.title }}</a>
{%- if entry.children %}<ul>{% for child in entry.children %}<li><a href="#{{ child.id }}">{{ child.title }}</a></li>{% endfor %}</ul>{% endif %}</li>
{% endfor -%}
</ul></nav>
<div class="prose">{{ page.body_html | safe }}</div>
<ul class="links">{% for link in page.tags %}<li><a href="{{ link.url }}">{{ link.name }}</a></li>{% endfor %}</ul>
<nav class="pager">
{% if page.previous %}<p><a rel="prev" href="{{ page.previous.url }}">{{ page.previous.name }}</a></p>{% endif %}
{% if page.next %}<p><a rel="next" href="{{ page.next.url }}">{{ page.next.name }}</a></p>{% endif %}
</nav>
</article>
{% endblock main %}
`,
  'templates/section.html': `{% extends "shell.html" %}
{% block main -%}
<h1>{{ page.head.heading }}</h1>
<p class="lead">{{ page.description }}</p>
${SHIRUBE_LIST}{% endblock main %}
`,
  'templates/tag.html': `{% extends "shell.html" %}
{% block main -%}
<h1>{{ page.head.heading }}</h1>
${SHIRUBE_LIST}{% endblock main %}
`,
  'templates/articles.html': `{% extends "shell.html" %}
{% block main -%}
<h1>{{ page.head.heading }}</h1>
<ul>{% for section in page.sections %}<li><a href="{{ section.section.url }}">{{ section.section.title }}</a></li>{% endfor %}</ul>
{% endblock main %}
`,
  'templates/tags.html': `{% extends "shell.html" %}
{% block main -%}
<h1>{{ page.head.heading }}</h1>
<ul>{% for tag in page.article_tags %}<li><a href="{{ tag.url }}">{{ tag.name }}</a> {{ tag.count }}</li>{% endfor %}</ul>
{% endblock main %}
`,
  'templates/home.html': `{% extends "shell.html" %}
{% block main -%}
<h1>{{ page.head.heading }}</h1>
${SHIRUBE_LIST}{% endblock main %}
`,
};

// Those of the benchmark of edits, with a shorter header and footer, and lists of one section only.
export const HUGO = {
  ...FILES,
  'layouts/_partials/header.html': '<header class="header"><a class="brand" href="/">{{ site.Title }}</a>\n<nav><ul><li><a href="/articles/">読みもの</a></li></ul></nav></header>\n',
  'layouts/_partials/footer.html': '<footer class="footer"><nav><ul><li><a href="/articles/">読みもの</a></li></ul></nav></footer>\n',
  'layouts/section.html': `{{ define "main" -}}
<h1>{{ .Title }}</h1>
{{ if .Sections }}<ul>{{ range .Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
{{ else }}<p class="lead">{{ .Description }}</p>
{{ partial "list.html" (dict "articles" .RegularPages) }}{{ end }}
{{ end }}`,
};
