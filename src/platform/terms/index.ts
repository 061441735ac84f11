export { TermsDesk } from './terms-desk.js';
export { ProposeTermsDto, TermsView } from './terms.dto.js';
export { TermsDecided, TermsNeedSecondPerson, TermsProposed } from './terms.errors.js';
export { TermsModule } from './terms.module.js';
export { termsOf } from './terms.js';
