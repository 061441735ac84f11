import { defineError } from '../../kernel/index.js';

export const Unauthenticated = defineError({
  code: 'unauthenticated',
  kind: 'unauthenticated',
  en: 'The request needs a valid token or API key in the Authorization header.',
  zh: '请求的 Authorization 标头需要有效的令牌或 API 密钥。',
});

export const Forbidden = defineError<{ needs: string }>({
  code: 'forbidden',
  kind: 'forbidden',
  en: 'This needs {needs}.',
  zh: '此操作需要 {needs}。',
});
