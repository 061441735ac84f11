import type { Language } from './language.js';
import type { ProblemView } from './problems.dto.js';

const WORDS = {
  en: { all: 'All problems', retry: 'The same request may succeed later.', again: 'Do not repeat it unchanged.' },
  zh: { all: '全部问题', retry: '稍后重试同一请求可能会成功。', again: '请勿原样重试。' },
} as const;

/** The page behind the `type` of a problem. */
export function problemPage(problem: ProblemView, language: Language): string {
  const words = WORDS[language];
  const body = [
    `<h1>${escaped(problem.code)}</h1>`,
    `<p><strong>${problem.status}</strong> ${escaped(problem.title)}</p>`,
    `<p>${escaped(problem.detail)}</p>`,
    `<p>${problem.retryable ? words.retry : words.again}</p>`,
    `<p><a href="/problems">${words.all}</a></p>`,
  ];
  return page(problem.code, language, body);
}

export function problemIndex(list: readonly ProblemView[], language: Language): string {
  const items = list.map(
    ({ code, status, detail }) => `<li><a href="/problems/${code}">${code}</a> (${status}): ${escaped(detail)}</li>`,
  );
  return page(WORDS[language].all, language, [`<h1>${WORDS[language].all}</h1>`, '<ul>', ...items, '</ul>']);
}

function page(title: string, language: Language, body: readonly string[]): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>`;
  return `<!doctype html>\n<html lang="${language}">\n<head>${head}</head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
