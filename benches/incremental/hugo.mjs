// The same articles for Hugo, with templates that show what shirube's show: title, description,
// contents list, body, tags, articles before and after; lists of sections and tags with titles and
// descriptions; a feed of the newest and a sitemap.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { frontMatter } from '../guide.mjs';

const SECTIONS = 10;

// Writes a Hugo site into `folder`, which must be empty or missing.
export function writeHugo(folder, articles) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) write(path, text);
  const titles = new Map(articles.map(({ path, title }) => [path, title]));
  for (let section = 0; section < SECTIONS; section += 1) {
    write(`content/articles/section-${section}/_index.md`, frontMatter({ title: `記事の束 ${section + 1}`, description: '段落を並べ直した記事を集めています。', weight: section + 1 }));
  }
  write('content/articles/_index.md', frontMatter({ title: '読みもの' }));
  write('content/_index.md', frontMatter({ title: 'ビルドを測る', description: 'ビルドの速さを測るために、記事の段落を並べ直したガイドです。' }));
  articles.forEach(({ path, title, description, tags, body }, number) => {
    const front = frontMatter({ title, description, tags, date: '2026-11-21', weight: number + 1 });
    write(`content/articles/${path}.md`, front + translated(body, titles));
  });
}

// Targets of links become addresses, and values words, since Hugo has neither.
export function translated(body, titles) {
  return body
    .replace(/\[([^\]]*)\]\(article:([^)]*)\)/g, (_, text, path) => `[${text || titles.get(path)}](/articles/${path}/)`)
    .replace(/\[([^\]]*)\]\((region|indicator|platform|glossary):([^)]*)\)/g, (_, text, kind, id) => `[${text || id}](/${kind}/${id}/)`)
    .replace(/\{\{[^}]*\}\}/g, '4,614円');
}

const LIST = `<ul class="articles">
{{ range .articles -}}
<li>
<h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3>
<p>{{ .Description }}</p>
<p class="meta"><span>{{ .ReadingTime }}分</span> <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006年1月2日" }}</time></p>
</li>
{{ end -}}
</ul>
`;

export const FILES = {
  'hugo.yaml': `baseURL: https://guide.example/
title: ビルドを測る
locale: ja
hasCJKLanguage: true
taxonomies: {tag: tags}
enableRobotsTXT: true
services: {rss: {limit: 20}}
outputs: {home: [html, rss], section: [html], taxonomy: [html], term: [html], page: [html]}
markup: {highlight: {noClasses: false}}
`,
  'layouts/baseof.html': `<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} | {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
<meta property="og:title" content="{{ .Title }}">
<meta property="og:description" content="{{ .Description }}">
<meta property="og:url" content="{{ .Permalink }}">
<link rel="alternate" type="application/atom+xml" href="/index.xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
{{ partialCached "header.html" . }}
<main id="main">
{{ block "main" . }}{{ end }}
</main>
{{ partialCached "footer.html" . }}
<p class="address">{{ .Permalink }}</p>
</body>
</html>
`,
  'layouts/_partials/header.html': `<header class="header"><a class="brand" href="/">{{ site.Title }}</a>
<nav><ul>{{ range (site.GetPage "/articles").Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav></header>
`,
  'layouts/_partials/footer.html': `<footer class="footer"><nav><ul>{{ range (site.GetPage "/articles").Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav></footer>
`,
  'layouts/_partials/list.html': LIST,
  'layouts/page.html': `{{ define "main" -}}
<nav class="breadcrumbs"><ol>{{ range .Ancestors.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol></nav>
<article>
<h1>{{ .Title }}</h1>
<p class="meta"><span>{{ .ReadingTime }}分</span> <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2006年1月2日" }}</time></p>
<p class="lead">{{ .Description }}</p>
{{ .TableOfContents }}
<div class="prose">{{ .Content }}</div>
<ul class="links">{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
<nav class="pager">
{{ with .PrevInSection }}<p><a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}
{{ with .NextInSection }}<p><a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a></p>{{ end }}
</nav>
</article>
{{ end }}`,
  'layouts/section.html': `{{ define "main" -}}
<h1>{{ .Title }}</h1>
<p class="lead">{{ .Description }}</p>
{{ partial "list.html" (dict "articles" .RegularPages) }}
{{ range .Sections }}<section><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>{{ partial "list.html" (dict "articles" .RegularPages) }}</section>{{ end }}
{{ end }}`,
  'layouts/term.html': `{{ define "main" -}}
<h1>{{ .Title }}</h1>
{{ partial "list.html" (dict "articles" .Pages) }}
{{ end }}`,
  'layouts/taxonomy.html': `{{ define "main" -}}
<h1>{{ .Title }}</h1>
<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ len .Pages }}</li>{{ end }}</ul>
{{ end }}`,
  'layouts/home.html': `{{ define "main" -}}
<h1>{{ .Title }}</h1>
{{ partial "list.html" (dict "articles" (first 10 site.RegularPages)) }}
{{ end }}`,
  'layouts/404.html': '{{ define "main" }}<h1>404</h1>{{ end }}',
  'static/style.css': 'body { margin: 1rem; }\n',
};
