import { Global, Module } from '@nestjs/common';
import { Authenticator } from '../../platform/auth/index.js';
import { ApiKeySecrets } from './api-key-secrets.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ChangePassword } from './change-password.js';
import { ChangeProfile } from './change-profile.js';
import { CreateAdmin } from './create-admin.js';
import { CreateApiKey } from './create-api-key.js';
import { Identity } from './identity.js';
import { IdentityJobs } from './identity.jobs.js';
import { IdentityQueries } from './identity-queries.js';
import { IssueApiKey } from './issue-api-key.js';
import { KeyUsage } from './key-usage.js';
import { MeController } from './me.controller.js';
import { MembershipsRepository } from './memberships.repository.js';
import { MintUser } from './mint-user.js';
import { PasswordHasher } from './password-hasher.js';
import { RefreshSession } from './refresh-session.js';
import { RegisterUser } from './register-user.js';
import { RevokeApiKey } from './revoke-api-key.js';
import { RotateApiKey } from './rotate-api-key.js';
import { SessionTokens } from './session-tokens.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsRepository } from './sessions.repository.js';
import { SetStaffRoles } from './set-staff-roles.js';
import { SignIn } from './sign-in.js';
import { SignOut } from './sign-out.js';
import { StaffRolesRepository } from './staff-roles.repository.js';
import { TokenAuthenticator } from './token-authenticator.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';

const repositories = [
  ApiKeysRepository,
  MembershipsRepository,
  SessionsRepository,
  StaffRolesRepository,
  UsersRepository,
];
const verbs = [
  ChangePassword,
  ChangeProfile,
  CreateAdmin,
  CreateApiKey,
  IssueApiKey,
  MintUser,
  RefreshSession,
  RegisterUser,
  RevokeApiKey,
  RotateApiKey,
  SetStaffRoles,
  SignIn,
  SignOut,
];

/** Global, because the guards in front of every route ask it who is calling. */
@Global()
@Module({
  controllers: [ApiKeysController, MeController, SessionsController, UsersController],
  providers: [
    ...repositories,
    ...verbs,
    ApiKeySecrets,
    Identity,
    IdentityJobs,
    IdentityQueries,
    KeyUsage,
    PasswordHasher,
    SessionTokens,
    { provide: Authenticator, useClass: TokenAuthenticator },
  ],
  exports: [Authenticator, CreateAdmin, Identity],
})
export class IdentityModule {}
