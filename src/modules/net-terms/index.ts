export { NetTermsModule } from './net-terms.module.js';
