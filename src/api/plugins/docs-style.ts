/** Our additions to the style of Swagger UI. */
export const DOCS_STYLE = `
/* Signing in needs only an e-mail and a password. With the other fields, the dialog would open scrolled down. */
.swagger-ui .auth-container .scope-def,
.swagger-ui .auth-container .flow,
.swagger-ui .auth-container .wrapper:has(> label[for="password_type"]),
.swagger-ui .auth-container .wrapper:has(> label[for="client_id_password"]),
.swagger-ui .auth-container .wrapper:has(> label[for="client_secret_password"]) { display: none }

/* All faults have the same format, the schema Fault, so one line for each says when it occurs. */
.swagger-ui .responses-table:not(.live-responses-table) .response:is([data-code^="4"], [data-code^="5"])
  :is(.response-controls, .model-example, .headers-wrapper) { display: none }
.swagger-ui .responses-table:not(.live-responses-table) .response:is([data-code^="4"], [data-code^="5"]) p { margin: 0 0 4px }
.swagger-ui .response-col_links { display: none }

/* The page would wait for the end of an answer, which an event stream does not have. */
.swagger-ui :is(#operations-Tasks-followTasks, #operations-Tasks-followTask) .try-out { display: none }
`;
