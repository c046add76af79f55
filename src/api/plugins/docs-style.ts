/** Our additions to the style of Swagger UI. */
export const DOCS_STYLE = `
/* Signing in takes an e-mail and a password. With what clients of other servers need, the dialog opened scrolled down. */
.swagger-ui .auth-container .scope-def,
.swagger-ui .auth-container .flow,
.swagger-ui .auth-container .wrapper:has(> label[for="password_type"]),
.swagger-ui .auth-container .wrapper:has(> label[for="client_id_password"]),
.swagger-ui .auth-container .wrapper:has(> label[for="client_secret_password"]) { display: none }

/* Faults have one format, the schema Fault: a line each says when they come. */
.swagger-ui .responses-table:not(.live-responses-table) .response:is([data-code^="4"], [data-code^="5"])
  :is(.response-controls, .model-example, .headers-wrapper) { display: none }
.swagger-ui .responses-table:not(.live-responses-table) .response:is([data-code^="4"], [data-code^="5"]) p { margin: 0 0 4px }
.swagger-ui .response-col_links { display: none }

/* The page waits for the end of an answer, and an event stream has none. */
.swagger-ui :is(#operations-Tasks-followTasks, #operations-Tasks-followTask) .try-out { display: none }
`;
