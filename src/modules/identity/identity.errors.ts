import { defineError } from '../../kernel/index.js';

export const InvalidCredentials = defineError({
  code: 'invalid_credentials',
  kind: 'unauthenticated',
  en: 'E-mail address or password is wrong.',
  zh: '邮箱地址或密码错误。',
});

export const InvalidRefreshToken = defineError({
  code: 'invalid_refresh_token',
  kind: 'unauthenticated',
  en: 'The refresh token is unknown, used up or expired; sign in again.',
  zh: '刷新令牌未知、已使用或已过期，请重新登录。',
});

export const EmailTaken = defineError({
  code: 'email_taken',
  kind: 'conflict',
  en: 'An account with this e-mail address exists.',
  zh: '该邮箱地址已注册账户。',
});

export const WeakPassword = defineError({
  code: 'weak_password',
  kind: 'invalid',
  en: 'This password is too easy to guess; choose another one.',
  zh: '该密码太容易被猜到，请更换。',
});

export const AdminExists = defineError({
  code: 'admin_exists',
  kind: 'conflict',
  en: 'There is an administrator already, who can make others; --another makes one all the same.',
  zh: '已存在管理员，可由其添加其他管理员；使用 --another 仍可再创建一个。',
});

export const OwnStaffRoles = defineError({
  code: 'own_staff_roles',
  kind: 'forbidden',
  en: 'Nobody changes their own staff roles; ask another administrator.',
  zh: '任何人都不能更改自己的员工角色，请联系其他管理员。',
});

export const TooManyApiKeys = defineError<{ limit: number }>({
  code: 'too_many_api_keys',
  kind: 'conflict',
  en: 'The seller has {limit} live API keys, which is the limit; revoke one first.',
  zh: '该卖家已有 {limit} 个有效的 API 密钥，达到上限，请先吊销一个。',
});

export const LastOwner = defineError({
  code: 'last_owner',
  kind: 'conflict',
  en: 'The seller would be left without an owner.',
  zh: '该操作将使卖家没有所有者。',
});

/** Of sandboxes, which give credentials of their own choice: this one was given before. What ended stays ended. */
export class CredentialUsed extends Error {}
