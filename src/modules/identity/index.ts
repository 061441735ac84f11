export { formatKey } from './api-key.domain.js';
export { CreateAdmin } from './create-admin.js';
export { RegistrationDto } from './identity.dto.js';
export { Identity, type UserSummary } from './identity.js';
export { IdentityModule } from './identity.module.js';
export { assertActsFor, assertOwnerRemains } from './member-rules.js';
export type { Member } from './memberships.repository.js';
export type { MintedUser, MintedUserRequest } from './mint-user.js';
export { CredentialUsed, EmailTaken, LastOwner } from './identity.errors.js';
