// SPDX-License-Identifier: Apache-2.0
// Written by "npm run generate" from docs/api/openapi.yaml. Not for editing.
export interface paths {
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is told when a connection or sync is not well, and what became of the last messages.
         * @description Addresses that are posted to are shown whole to those only who may write.
         */
        get: operations["get_alerts"];
        /**
         * Sets who is told, from which weight on, after how long, and the quiet hours.
         * @description All of it at once. A state has to last `delay_minutes` before it is told. At most one alarm of a connection or sync goes out in an hour, and its end. In quiet hours, by the clock on the wall of `zone`, nothing is sent; what happened in them is told in one message when they end.
         */
        put: operations["set_alerts"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a test to everybody who is told.
         * @description Now and once, in quiet hours as well. 409 when nobody is told.
         */
        post: operations["test_alerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what, newest first.
         * @description Subjects are ids and names of this program, never a contact’s value or a secret.
         */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the audit whole?
         * @description Each entry’s hash covers the one before it; a changed or removed entry shows.
         */
        get: operations["check_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a backup in the folder of backups on the server’s machine.
         * @description A consistent copy of the database with the master key sealed by the passphrase; without a passphrase the recovery copy beside the key goes into it.
         */
        post: operations["make_backup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls to apps, each try of them, newest first, without bodies.
         * @description A call that was made a moment ago is waited for, so that who looks after calling finds it. Where what is looked for is rare, a page may hold fewer than `limit`, even none, and still have a `next`; go on with it. Records are kept for as long as `retention` of `get_installation` says.
         */
        get: operations["list_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{call_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q */
                call_id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        /**
         * One try with request and reply as they were kept.
         * @description Credentials are masked, and values of the health class were left out before anything was kept; `***` stands in their place. Of a long body the beginning is kept.
         */
        get: operations["get_call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{call_id}/curl": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q */
                call_id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        /**
         * The request as a curl command, without the credential.
         * @description The variable `LOCKSTEP_TOKEN` of the shell stands in its place. Remarks in front are in the caller's language.
         */
        get: operations["get_call_as_curl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/{call_id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q */
                call_id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks the app again what a kept call asked; reads only.
         * @description A call of its own, with the present credential; `call_id` of the reply names it. Noted in the audit. What changes something is refused with 409 `calls.not_a_read`, what is not kept well enough with 409 `calls.cannot_resend`.
         */
        post: operations["resend_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calls/export.har": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest 200 of them as an HTTP archive (HAR 1.2), the oldest first.
         * @description For developer tools and proxies. Masked like `get_call`; members that begin with an underscore are our own. `comment` says when there are more.
         */
        get: operations["export_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Operations of all connectors.
         * @description What can be called by hand with `run_operation`, with its method, path and whether it changes anything.
         */
        get: operations["list_operations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogue/{operation}": {
        parameters: {
            query?: {
                /** @description Which connector or profile, where several have an operation of that id. */
                app?: string;
            };
            header?: never;
            path: {
                /** @example contacts.create_contact */
                operation: string;
            };
            cookie?: never;
        };
        /**
         * One operation with its inputs and declaration.
         * @description An id that several connectors have needs `connector` as well.
         */
        get: operations["get_operation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/catalogue/{operation}/run": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example text.format_text */
                operation: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Does what Lockstep can do itself, without an app.
         * @description For the operations of the profile `general` only; the reply's body is the result. Those that send something need a token that may write, unless it is a dry run. What is sent has a call record like any other call.
         */
        post: operations["run_general_operation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All connections, without secrets.
         * @description Disabled ones included, so that history can name them.
         */
        get: operations["list_connections"];
        put?: never;
        /**
         * Connects an account at an app. The credential is tried with one call before anything is stored.
         * @description The reply is the only place that shows the webhook address and, when none was given, the webhook secret that was made.
         *     Refused with `connections.credential_refused` when the app does not accept the credential.
         */
        post: operations["create_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        /**
         * One connection with its quota, calls and custom fields.
         * @description The quota is what this installation has counted.
         */
        get: operations["get_connection"];
        put?: never;
        post?: never;
        /**
         * Disables the connection. Its history stays; nothing is deleted at the app.
         * @description Nothing is sent for it any more.
         */
        delete: operations["disable_connection"];
        options?: never;
        head?: never;
        /**
         * Gives the connection another label.
         * @description Nothing else about it changes.
         */
        patch: operations["rename_connection"];
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/credential": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replaces the credential, after the new one has been tried with one call.
         * @description The old credential stays in use when the app refuses the new one, or when it belongs to another account than the one that was connected: then `other_account` has to say that this is meant (`connections.other_account`). Where the app accepts old and new for a while (`overlap_days`), the old one is kept for so long: a call whose new credential is refused (401, so nothing was carried out) is sent once more with the old one.
         */
        post: operations["rotate_credential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/credential/previous": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Deletes the credential before the present one, ahead of its time.
         * @description It is deleted by itself when the app no longer accepts it. No effect when there is none.
         */
        delete: operations["forget_previous_credential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enables a disabled connection; its syncs go on with what waits.
         * @description It is tried with one call; health says what came of it. Nothing happens to one that is not disabled.
         */
        post: operations["enable_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/forget": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deletes the connection with its credential and secrets.
         * @description Only where no sync is made of it; disable it otherwise. Nothing is deleted at the app.
         */
        post: operations["forget_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/hand-list": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        /**
         * What a person has to do by hand in the app, one row for each field of a person.
         * @description Made when a snapshot is accepted, from what the syncs of the connection would write if they could.
         */
        get: operations["get_hand_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/hand-list/{item_id}/tick": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                item_id: components["parameters"]["hand_item_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says that a row is done, or that it is not.
         * @description The next snapshot confirms it or contradicts it.
         */
        post: operations["tick_hand_item"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/hand-list/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Looks again at everybody, by the current snapshot and what the other side shows now.
         * @description Answers with the first page.
         */
        post: operations["refresh_hand_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/hours": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        /**
         * Calls by hour of the last day, by lane, against what may be used.
         * @description Every try counts, as it does at the app.
         */
        get: operations["get_connection_hours"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/operations/{operation}/run": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                /** @example contacts.get_contact */
                operation: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Performs one operation of the connector and shows request (credential masked) and reply.
         * @description The call waits for its turn like every other one, counts towards the quota, is listed among the calls and noted in the audit. A dry run shows the request and sends nothing. What cannot be undone is refused with 409 `catalogue.needs_confirmation` unless `confirm` is true.
         */
        post: operations["run_operation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        /**
         * The connection's snapshots, newest first.
         * @description At most one draft and one current; earlier ones are kept for 90 days.
         */
        get: operations["list_snapshots"];
        put?: never;
        /**
         * Takes in an exported file as a draft; nothing is written to any app.
         * @description The body is the file as it is, at most 32 MiB. CSV with any usual separator or JSON; encoding and separator are recognised. A broken file is refused with its line and column, and changes nothing. The connection's draft before it goes.
         */
        post: operations["upload_snapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        /**
         * The snapshot, its columns, and the first people as they would be taken.
         * @description What stands in a draft's columns is shown with a guess of what each is.
         */
        get: operations["get_snapshot"];
        put?: never;
        post?: never;
        /**
         * Throws a draft away.
         * @description An accepted snapshot stays.
         */
        delete: operations["discard_snapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a draft what is known of this side.
         * @description Answers 409 `snapshots.loses_many` when more than a fifth of those who were known are not in it and it was not confirmed. The hand list is looked through again.
         */
        post: operations["accept_snapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}/columns": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Says which column of a draft is which field.
         * @description One entry for each column, in order. Remembered for files with the same columns once the snapshot is accepted.
         */
        put: operations["set_snapshot_columns"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        /**
         * What the file says that was not known.
         * @description Compared with the snapshot that was accepted before it, or with what a sync knows of this side.
         */
        get: operations["list_snapshot_differences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/snapshots/{snapshot_id}/differences/export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        /**
         * The differences as a CSV file for a spreadsheet program.
         * @description UTF-8 with a mark; in French parted by semicolons. What a spreadsheet program would take for a formula is written as text.
         */
        get: operations["export_snapshot_differences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tries the stored credential with one call.
         * @description Says what the app answered; a refused credential is an answer, not an error.
         */
        post: operations["test_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{connection_id}/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a new address and secret for webhooks that a person sets up at the app.
         * @description The reply is the only place that shows them. The ones before end at once.
         */
        post: operations["renew_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The apps (and profiles of apps) a connection can be made to, with what a connection needs and the fields a mapping can name.
         * @description Includes what a form needs to ask for and to explain, and how many calls a month the app allows where that is known.
         */
        get: operations["list_connectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/imported": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The connectors that were made from OpenAPI documents.
         * @description Their operations are in the catalogue like all others.
         */
        get: operations["list_imported_connectors"];
        put?: never;
        /**
         * Makes a connector of an OpenAPI document, or replaces one by a newer document.
         * @description Its operations can be used at once. One that was imported before is changed only with `replaces`; what was chosen then stays chosen unless it is chosen anew. Refused with `imports.bad_document` or `imports.bad_choice`, which name the place.
         */
        post: operations["import_connector"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/imported/{connector}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example maple_shop */
                connector: string;
            };
            cookie?: never;
        };
        /**
         * An imported connector with its declarations and what was left out.
         * @description The declarations have the form of those that are part of the program.
         */
        get: operations["get_imported_connector"];
        put?: never;
        post?: never;
        /**
         * Takes an imported connector away.
         * @description Refused with `imports.in_use` while a connection uses it, also a disabled one.
         */
        delete: operations["remove_imported_connector"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors/imported/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a document would become, what would be left out and why, and what would change. Nothing is stored.
         * @description A document that is read from an address is read by the server, which goes to public addresses and those that its operator allows.
         */
        post: operations["preview_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent or waits to be sent, newest first.
         * @description Pruned like events.
         */
        get: operations["list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dlv_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                delivery_id: components["parameters"]["delivery_id"];
            };
            cookie?: never;
        };
        /**
         * One delivery with its body and its last 50 attempts.
         * @description The body is null for whoever may only read where it holds what people are called or write.
         */
        get: operations["get_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{delivery_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dlv_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                delivery_id: components["parameters"]["delivery_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a delivery again.
         * @description Under the same id, from the first attempt on, whatever came of it before.
         */
        post: operations["replay_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events that others can be told of.
         * @description With what each says, as a JSON Schema of `data`, and an example. Members may be added; none is renamed or taken away.
         */
        get: operations["list_event_types"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that arrived, newest first, without payloads.
         * @description Webhooks, hits of polls and sweeps, and what was asked for by hand, with what became of each.
         */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example evt_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                event_id: components["parameters"]["event_id"];
            };
            cookie?: never;
        };
        /**
         * One event with its payload.
         * @description The payload is what arrived, as JSON where it is JSON.
         */
        get: operations["get_event"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{event_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example evt_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                event_id: components["parameters"]["event_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts the event back to waiting and looks at its record again.
         * @description What follows depends on the record as it is now, and not on what the event said; replaying twice does no harm.
         */
        post: operations["replay_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as /health.
         * @description For those who reach only addresses below /api/v1.
         */
        get: operations["get_health_alias"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The addresses that others may post to, revoked ones included.
         * @description Whoever knows an address may post to it, so it is shown to those only who may write.
         */
        get: operations["list_hooks"];
        put?: never;
        /**
         * Makes an address that others may post to.
         * @description What is posted there becomes an event of type `webhook.received`.
         */
        post: operations["create_hook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hooks/{hook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example hok_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                hook_id: components["parameters"]["hook_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes an address back; from then on it is answered 401.
         * @description Events that came by it stay.
         */
        delete: operations["revoke_hook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The installation as a whole: whether it writes, what it keeps, its keys and backups.
         * @description An installation that was restored, or that is opened on another machine or in another folder than before, only observes.
         */
        get: operations["get_installation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/installation/adopt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A person confirms that this copy of the data is the one that works; from then on it writes.
         * @description Make sure before that no other copy is at work on the same accounts.
         */
        post: operations["adopt_installation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Chooses a password by a link, and signs in.
         * @description The link is spent. Sessions that the person had end.
         */
        post: operations["join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/join/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whose link this is.
         * @description Asked before a password is chosen. 403 when it was used, replaced or is over.
         */
        post: operations["look_at_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a new data key.
         * @description What is sealed from now on uses it. What is stored under older ones is sealed anew in the background; they are deleted when nothing is under them any more, ten minutes after the newest was made at the earliest. The master key and the blind indexes stay.
         */
        post: operations["rotate_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The mail server that is set; never its password.
         * @description What "email.send" sends by, and who its messages come from.
         */
        get: operations["get_mail"];
        /**
         * Sets the mail server.
         * @description Without password the stored one stays, if host, port, TLS and user are the same. The default port is 587, or 465 with tls "implicit". Nothing is sent; try it with `POST /api/v1/mail/test`.
         */
        put: operations["set_mail"];
        post?: never;
        /**
         * Forgets the mail server and its password.
         * @description From then on no e-mail can be sent.
         */
        delete: operations["remove_mail"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends one test message by the mail server that is set.
         * @description The reply says what came of it, as that of any operation. It is not repeated.
         */
        post: operations["test_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the merge would decide about one field; a way to try a rule. Stores nothing.
         * @description Takes the rule, the base and the two values, and answers with the decision and its reason. What is wrong with a case is said in its result.
         */
        post: operations["merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The apps that can be connected by OAuth, and the client id that is set for each.
         * @description Secrets are never shown.
         */
        get: operations["list_oauth_apps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/apps/{connector}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a connector. */
                connector: components["parameters"]["connector"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Sets client id and secret of the app that was made at the vendor.
         * @description Without client_secret the stored one stays. The redirect address has to be exactly the one that the vendor knows.
         */
        put: operations["set_oauth_app"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/authorizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins an authorisation; the reply says where to send the person.
         * @description Good for ten minutes, once, and only for the session or token that began it.
         */
        post: operations["begin_oauth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/authorizations/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in what the person came back with.
         * @description Tokens are stored before the reply. A grant for one account is connected at once; one that exists gets the new grant.
         */
        post: operations["complete_oauth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was agreed to, and until when the tokens of each live.
         * @description Tokens are never shown.
         */
        get: operations["list_oauth_grants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/grants/{grant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a grant. */
                grant_id: components["parameters"]["grant_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forgets the tokens of a grant; its connections need another credential.
         * @description Nothing is uninstalled at the vendor.
         */
        delete: operations["remove_oauth_grant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/grants/{grant_id}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a grant. */
                grant_id: components["parameters"]["grant_id"];
            };
            cookie?: never;
        };
        /**
         * The accounts under a wide grant, such as the locations of an agency.
         * @description Asked from the vendor each time.
         */
        get: operations["list_oauth_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/grants/{grant_id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a grant. */
                grant_id: components["parameters"]["grant_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connects accounts under a wide grant, at most 100 at once.
         * @description Each on its own; one that is refused has a problem in its item and holds up none of the others.
         */
        post: operations["connect_oauth_accounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document.
         * @description The document as it was built into this version, in JSON.
         */
        get: operations["get_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How every sync stands, the one that needs somebody most first.
         * @description For whoever keeps many. One request, however many there are; figures only, no mapping and no policy. Whoever gets better or worse between two pages may be on both or on none: ask again from the start for a true picture.
         */
        get: operations["get_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes the password of whoever is signed in.
         * @description Every other session of that person ends. A wrong present password counts like a failed sign-in.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Both simulated apps.
         * @description The left book first: its form, what is left of its allowance, its webhooks, and what can be made to happen in it.
         */
        get: operations["get_sandbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/events/{app}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes something happen in an app that sends an event of a type.
         * @description An appointment, an order, an invoice: what the type is about is made, changed or removed.
         */
        post: operations["make_sandbox_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/faults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What can go wrong at both apps, and what is going wrong now.
         * @description The switches of the simulated apps themselves, explained in the language of Accept-Language.
         */
        get: operations["list_sandbox_faults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/faults/{app}/{fault}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @example unauthorized */
                fault: string;
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Turns a fault on or off.
         * @description While it is on it strikes every time.
         */
        put: operations["set_sandbox_fault"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/heal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turns every fault of both apps off.
         * @description What was lost stays lost, as in life; the sync finds it.
         */
        post: operations["heal_sandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The people of both books, those who are linked beside each other.
         * @description By name: first everybody of the left book, then those who are only in the right one. Each word of the search has to stand in something that one of the two copies says.
         */
        get: operations["list_sandbox_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/people/{app}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates a person as somebody at the screen of the app would.
         * @description The app tells of it by a webhook, or a poll finds it.
         */
        post: operations["create_sandbox_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/people/{app}/{record_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @description The app’s own id. */
                record_id: components["parameters"]["sandbox_person"];
            };
            cookie?: never;
        };
        /**
         * One person in one book, with notes and tasks.
         * @description What the app itself holds, past its API, its limits and its faults.
         */
        get: operations["get_sandbox_person"];
        put?: never;
        post?: never;
        /**
         * Deletes a person as somebody at the screen of the app would.
         * @description It cannot be undone, and is told by a webhook like every deletion.
         */
        delete: operations["delete_sandbox_person"];
        options?: never;
        head?: never;
        /**
         * Changes fields as somebody at the screen of the app would.
         * @description What is not named stays; null and an empty text clear. Dots lead into objects, as in `address.city`.
         */
        patch: operations["edit_sandbox_person"];
        trace?: never;
    };
    "/api/v1/sandbox/people/{app}/{record_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @description The app’s own id. */
                record_id: components["parameters"]["sandbox_person"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds a note.
         * @description As somebody at the screen of the app would.
         */
        post: operations["add_sandbox_note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sandbox/people/{app}/{record_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @description The app’s own id. */
                record_id: components["parameters"]["sandbox_person"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds a task.
         * @description As somebody at the screen of the app would. Without a time it is due in a week.
         */
        post: operations["add_sandbox_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The schedules, paused ones included.
         * @description Each time of one becomes an event of type `schedule.due`, whose `connection` is the schedule's id.
         */
        get: operations["list_schedules"];
        put?: never;
        /**
         * Makes a schedule; it runs from now on.
         * @description By the clock on the wall of the zone: a time that the change of clocks leaves out comes as much later as the clocks were moved, one that comes twice counts the first time. `minutes` are counted from midnight UTC. An account has at most 200.
         */
        post: operations["create_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{schedule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sch_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                schedule_id: components["parameters"]["schedule_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a schedule.
         * @description Its events stay.
         */
        delete: operations["remove_schedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{schedule_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sch_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                schedule_id: components["parameters"]["schedule_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets nothing happen until it is resumed.
         * @description What passes meanwhile is not made up for, whatever `missed` says.
         */
        post: operations["pause_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{schedule_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sch_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                schedule_id: components["parameters"]["schedule_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets a paused schedule run again, from now on.
         * @description It goes on with the next time.
         */
        post: operations["resume_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I, and does this installation still need its owner? Needs no authentication.
         * @description Answers 200 to strangers as well, with `signed_in` false, so that a page can tell the door from the house.
         */
        get: operations["get_session"];
        put?: never;
        /**
         * Signs in with e-mail and password; sets the session cookie.
         * @description Attempts are limited by address and by account; too many are answered 429. A second cookie says that this browser is known: what strangers try elsewhere is not held against it. It opens nothing.
         */
        post: operations["sign_in"];
        /**
         * Ends the session and clears the cookie.
         * @description Other sessions of the same person go on.
         */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the owner account, once, with the set-up code the server printed when it was initialised; signs in.
         * @description A wrong, spent or expired code is answered with `identity.bad_setup_code`; once there is an owner, with 409.
         */
        post: operations["set_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes one more code for the set-up. For commands on this machine only.
         * @description Codes that were made before stay good until the owner exists. 409 when there is an owner.
         */
        post: operations["make_setup_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens, as it happens (server-sent events).
         * @description Event types and their data: `change` (ChangeNotice), `call` (a Call), `event` (an Event without payload), `status`
         *     (StatusNotice: a sync moved on, read its status again). A comment keeps the connection alive every 15 seconds. The
         *     latest 1,000 notices are kept: a browser that reconnects sends `Last-Event-ID` and misses nothing; `event: reset` says
         *     that it did miss some and should read everything again. The server ends a stream after 15 minutes; browsers reconnect
         *     by themselves.
         */
        get: operations["stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The addresses that are posted to when something happens.
         * @description Secrets are not shown again; whoever may only read sees of an address no more than its host.
         */
        get: operations["list_subscriptions"];
        put?: never;
        /**
         * Subscribes an address.
         * @description What happens from now on is posted there as JSON, signed after Standard Webhooks, until the address answers 2xx: ten attempts over three days. An account has at most 200. REST hooks subscribe with this, and unsubscribe with DELETE.
         */
        post: operations["create_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscriptions/{subscription_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        /**
         * One subscription.
         * @description With how many of its deliveries wait and how many were given up, up to 1000 each.
         */
        get: operations["get_subscription"];
        put?: never;
        post?: never;
        /**
         * Removes a subscription with its deliveries.
         * @description Nothing is posted to it any more, not even what waits.
         */
        delete: operations["remove_subscription"];
        options?: never;
        head?: never;
        /**
         * Changes a subscription, pauses it or switches it on again.
         * @description What is not named stays. While it is paused what happens is kept and sent when it goes on; while it is disabled nothing is kept.
         */
        patch: operations["change_subscription"];
        trace?: never;
    };
    "/api/v1/subscriptions/{subscription_id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends again what was given up, at most 5000 deliveries.
         * @description Under the same ids, from the first attempt on.
         */
        post: operations["replay_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscriptions/{subscription_id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a new secret, and a new key pair where it has one.
         * @description For the given hours deliveries carry a signature of each, so that the receiver can be changed meanwhile.
         */
        post: operations["rotate_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/subscriptions/{subscription_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Posts a test of type `webhook.test` now, once.
         * @description It changes nothing about the subscription, whatever is answered.
         */
        post: operations["test_subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All syncs.
         * @description With their policy, and without their mapping, which each shows by itself. How each stands is in its status.
         */
        get: operations["list_syncs"];
        put?: never;
        /**
         * Pairs two connections. Nothing is read or written until it is planned or started.
         * @description Without `mapping` the one suggested for the two apps is taken, without `policy` the usual one.
         */
        post: operations["create_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * One sync with its mapping and policy.
         * @description The version counts each change of mapping or policy.
         */
        get: operations["get_sync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * What people have answered, and what has become of it.
         * @description With what each side had when it was given, so that it can be taken back.
         */
        get: operations["list_answers"];
        put?: never;
        /**
         * The same answer to many open questions.
         * @description Given one after the other, each with an audit entry and each to be taken back alone. What cannot be taken says why, and the others stand.
         */
        post: operations["answer_many"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/answers/{answer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                answer_id: string;
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an answer back.
         * @description An answer that stands is dropped, and the question is asked again. Of one that has been carried out, a link is taken apart and a chosen value is replaced by what each side had before.
         */
        delete: operations["take_back_answer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * Every write planned or done, newest first.
         * @description Each with the value before and after, why, under which version of the rules, and what became of it.
         */
        get: operations["list_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * Open conflicts put together by field and by what happened at each side, the most frequent first.
         * @description Over at most 2,000 open conflicts. Each group names up to 200 of its questions, as many as `answer_many` takes.
         */
        get: operations["list_conflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * A new version of mapping or policy. What is left out stays as it is; the old version is kept.
         * @description A running sync with another mapping reads both sides anew. A document that says the same as the present one makes no version.
         */
        put: operations["change_document"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/issues": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * What needs a person, with what to do about it.
         * @description Groups of equal errors, by when they last happened. How many are open is in the status, as `open_issues`.
         */
        get: operations["list_issues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/issues/{issue_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                issue_id: string;
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer an open question.
         * @description The answer is stored, and the record is decided about again at once; the issue closes when the answer has been carried out. With `version`, an answer to a question that says something else by now is refused.
         */
        post: operations["answer_issue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/mapping": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * The mapping, the fields that could be mapped, and pairs that suggest themselves.
         * @description What a person edits. Save with `change_document` and `based_on` set to this version.
         */
        get: operations["get_mapping"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/mapping/preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How many linked people a mapping would change, and some of them. Nothing is written.
         * @description Compared with the mapping in force, over our copies of at most 2,000 linked people; `is_sample` says that there are more. Fields that no copy carries yet are named under `unread`; with `read_now` five people are read at the apps, ten calls, to show what would become of them.
         */
        post: operations["preview_mapping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/mapping/try": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a mapping would do with one person. Nothing is written or kept.
         * @description By the live planner, on our copies of the two records. With `read_now` both are read at the apps, two calls, so that fields show which are not mapped yet. Rows that are wrong are told and left out.
         */
        post: operations["try_mapping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stops writing. Events are kept and looked at after the next start.
         * @description A write that has been sent already is followed to its end.
         */
        post: operations["pause_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * Who has exactly this e-mail address, phone number, external id or id.
         * @description Exactly one of the four has to be given. It answers from Lockstep's copies and asks no app. Several people can share an address or a number: all of them are named, at most 50. Where nobody is found, `items` is empty.
         */
        get: operations["find_people"];
        put?: never;
        /**
         * Makes sure that a person with these values is there, and only once.
         * @description Finds the person by `id`, `external_id`, e-mail address or phone number, by the rules of the sync's matching. Somebody who is there gets the values that differ; nobody there is created, at side a where it can create. The sync carries it to the other app. Asked twice, or many times at once, it makes one person. What is left out, null or empty stays as it is. Where it is not certain who is meant, nothing is written and the problem names the candidates. Needs `write`.
         */
        post: operations["put_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/people/news": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * Who is new and who was changed, newest first.
         * @description `new`: people who came to be linked, so that both apps have them. `updated`: values that Lockstep carried from one app to the other, one item for each person and moment. An item keeps its `id`, so whoever asks again knows what was there before.
         */
        get: operations["people_news"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * The latest dry run, also while it runs. 404 before the first.
         * @description `state` says how far it is; the figures are complete when it is "done".
         */
        get: operations["get_plan"];
        put?: never;
        /**
         * Starts a dry run over everybody, in the background. Reads both apps; writes nothing.
         * @description Follow it with `get_plan`.
         */
        post: operations["begin_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/records": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * Records of both sides, linked ones as one.
         * @description Without `query` everybody, page by page. With it, whoever has exactly this e-mail address, phone number or id; is there nobody, whoever has a name with all of its words, or words that begin so, page by page. A page may be short, or empty, and still have a `next`: it ends when enough names were looked at. Of a word at least three letters are needed, or all of it where it has fewer.
         */
        get: operations["search_records"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/records/{record_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a record of either side, or of a link.
                 * @example Kp3x9TqLmNw2VbYc7RdZ
                 */
                record_id: components["parameters"]["record_id"];
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * One person on both sides, field by field, with history and open questions.
         * @description `record_id` is the id of either side or of the link.
         */
        get: operations["get_record"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/records/{record_id}/look": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a record of either side, or of a link.
                 * @example Kp3x9TqLmNw2VbYc7RdZ
                 */
                record_id: components["parameters"]["record_id"];
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Looks at this record now, as if an event had said so.
         * @description The record is read at both sides and decided about, ahead of what waits. Poll `get_record` for the outcome.
         */
        post: operations["look_at_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts the back-fill, or goes on after a pause.
         * @description The first start brings both sides together, page by page, and then goes on with what changes; it is refused while no dry run is done, unless `without_plan` says that none is wanted. Starting a running sync changes nothing.
         */
        post: operations["start_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * Where the sync stands, in numbers.
         * @description Cheap enough to be asked for every few seconds: the counts are kept, not counted.
         */
        get: operations["get_sync_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        /**
         * The versions of mapping and policy, with who made each and what it changed.
         * @description To restore a mapping, read its version and save its mapping with `change_document`; that makes a new version.
         */
        get: operations["list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/syncs/{sync_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
                /**
                 * @description Its number.
                 * @example 2
                 */
                version: string;
            };
            cookie?: never;
        };
        /**
         * One version whole, compared with another.
         * @description `changes` leads from the version `against` to this one.
         */
        get: operations["get_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * API tokens, without their text.
         * @description The text of a token is shown once, when it is made, and is stored as a hash only.
         */
        get: operations["list_tokens"];
        put?: never;
        /**
         * Makes an API token. Its text is shown in this reply only.
         * @description Without `scope` the token can only read. The text of the token is kept nowhere: whoever loses it makes another.
         */
        post: operations["create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example tok_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                token_id: components["parameters"]["token_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes a token at once.
         * @description Requests that carry it are refused from then on; one that is being answered is finished.
         */
        delete: operations["revoke_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The people who may come in.
         * @description The first owner is made at set-up, the others are invited; passwords and links are never shown.
         */
        get: operations["list_users"];
        put?: never;
        /**
         * Adds a person, and makes the link by which they choose a password. For owners.
         * @description The link is in this reply only; it works once, for seven days. With `sends_mail` it is also sent, by the mail server that is set, in `language`; what came of that is in `mail`. Owners may do everything, admins everything but people, tokens and keys, viewers read.
         */
        post: operations["invite_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or login.
                 * @example owner@clinic.example
                 */
                user_id: components["parameters"]["user_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a person. For owners.
         * @description Their sessions, the tokens they made and the streams of both end at once. 409 for the last owner who has a password.
         */
        delete: operations["remove_user"];
        options?: never;
        head?: never;
        /**
         * Changes what a person may do. For owners.
         * @description By id or login. It counts from their next request on. 409 for the last owner who has a password.
         */
        patch: operations["set_role"];
        trace?: never;
    };
    "/api/v1/users/{user_id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or login.
                 * @example owner@clinic.example
                 */
                user_id: components["parameters"]["user_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a new link by which a person chooses a password. For owners.
         * @description In place of one before. The password there was opens nothing from now on, and the person is signed out everywhere. A link works once, for a day (seven for whoever has never chosen a password). Not for oneself.
         */
        post: operations["make_user_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or login.
                 * @example owner@clinic.example
                 */
                user_id: components["parameters"]["user_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives somebody a new password. For commands on this machine only.
         * @description By id or login. All sessions of that person end, and their streams with them.
         */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or login.
                 * @example owner@clinic.example
                 */
                user_id: components["parameters"]["user_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Signs a person out everywhere; oneself, or anybody for an owner.
         * @description Tokens stay. Browsers in which the person signed in before are strangers again.
         */
        delete: operations["sign_out_everywhere"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says everything that is wrong with a definition. Stores nothing.
         * @description Each problem names the step, the setting and what to do. With `step`, also what may be named in the settings of that step.
         */
        post: operations["check_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Runs of all workflows, newest first.
         * @description Without what they know.
         */
        get: operations["list_all_workflow_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example run_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                run_id: components["parameters"]["run_id"];
            };
            cookie?: never;
        };
        /**
         * One run, with what became of each step.
         * @description Read from its journal.
         */
        get: operations["get_workflow_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example run_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                run_id: components["parameters"]["run_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends a run.
         * @description A call that is under way is still answered; nothing after it happens.
         */
        post: operations["cancel_workflow_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-runs/{run_id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example run_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                run_id: components["parameters"]["run_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says what became of a write whose answer was lost.
         * @description done: it was carried out; again: it was not, and is sent once more; failed: the step has failed.
         */
        post: operations["settle_workflow_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The JSON Schema of definitions.
         * @description For editors. What no schema can say is told by `POST /api/v1/workflow-check`.
         */
        get: operations["get_workflow_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Definitions to begin with.
         * @description With what each needs, does and causes.
         */
        get: operations["list_workflow_templates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflow-trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Runs a definition at once against simulated apps that hold nothing but what is given. Stores and sends nothing.
         * @description Waits pass at once, e-mails are kept, and no other address is reached. `contact` is made in the simulated app of the trigger's connection, in that app's own words; `event` is what the trigger says, and texts of it may name {{contact.id}}.
         */
        post: operations["try_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All workflows, by id.
         * @description With what is wrong in each draft.
         */
        get: operations["list_workflows"];
        put?: never;
        /**
         * Stores a definition as the draft of the workflow that it names.
         * @description YAML or JSON, as `GET /api/v1/workflow-schema` says. A draft may have problems; it runs only when it is published.
         */
        post: operations["save_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        /**
         * One workflow with its draft.
         * @description The draft is the text that was stored.
         */
        get: operations["get_workflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Nothing starts it any more.
         * @description Runs that are under way go on.
         */
        post: operations["pause_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the draft the next version, which starts from now on.
         * @description Runs that are under way stay on their version. 409 when it is not clear which connection is meant.
         */
        post: operations["publish_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A paused one starts again, by its newest version.
         * @description What happened while it was paused starts nothing. The draft stays as it is. 409 when it is not paused.
         */
        post: operations["resume_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        /**
         * Its runs, newest first.
         * @description Without what they know.
         */
        get: operations["list_workflow_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts it by hand.
         * @description By its manual trigger, or else by its first one as if that had happened.
         */
        post: operations["start_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        /**
         * What was published, the newest first.
         * @description The newest 200, without their definitions.
         */
        get: operations["list_workflow_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{workflow_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                version: string;
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        /**
         * One version with its definition.
         * @description A version never changes.
         */
        get: operations["get_workflow_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the program well? Needs no authentication; says nothing about contacts.
         * @description For monitors and load balancers. 503 says that no work should be sent here; the body says which check does not hold.
         */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counters for Prometheus. With an API token, unless the setting `open_metrics` is on.
         * @description Prometheus text format 0.0.4. No label holds a value of a contact.
         */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliveries of the apps: HighLevel (signed), or the generic envelope with a connection's secret.
         * @description Stored with fsync before it is answered 200; a delivery id that was stored before is answered 200 and dropped.
         */
        post: operations["receive_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/in/{webhook_token}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description From the connection. */
                webhook_token: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same for one connection, named by the unguessable part of the address.
         * @description For senders that cannot sign. The address is a secret and is shown once.
         */
        post: operations["receive_webhook_of_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @example {
         *       "accepted": true,
         *       "see": "/api/v1/syncs/syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF/plan"
         *     }
         */
        Accepted: {
            /** @constant */
            accepted: true;
            /** @description Where the result will be. */
            see?: string;
        };
        AlertMessage: {
            address: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            channel: "mail" | "webhook";
            ended_at: components["schemas"]["TimeOrNull"];
            id: string;
            next_try_at: components["schemas"]["TimeOrNull"];
            problem: components["schemas"]["AlertProblem"] | null;
            /** @enum {string} */
            state: "waiting" | "sent" | "given_up";
            subject: string;
            tries: number;
        };
        AlertProblem: {
            code: string;
            remedy: string;
            title: string;
        };
        AlertRecipient: {
            /**
             * Format: line
             * @description Of e-mail, or the one that is posted to: https://...
             */
            address: string;
            /** @enum {string} */
            channel: "mail" | "webhook";
            /**
             * @default en
             * @enum {string}
             */
            language: "en" | "fr";
        };
        Alerts: {
            changed_at: components["schemas"]["TimeOrNull"];
            delay_minutes: number;
            /** @enum {string} */
            from: "attention" | "alarm";
            /** @description A message waits that could not be sent. */
            is_failing: boolean;
            is_on: boolean;
            is_quiet_now: boolean;
            /** @description Without a mail server no e-mail can be sent. */
            mail_is_set: boolean;
            /** @description The last twenty, newest first. */
            messages: components["schemas"]["AlertMessage"][];
            quiet: components["schemas"]["QuietHours"] | null;
            recipients: components["schemas"]["AlertRecipient"][];
            zone: string;
        };
        AlertTest: {
            results: {
                address: string;
                /** @enum {string} */
                channel: "mail" | "webhook";
                problem: components["schemas"]["AlertProblem"] | null;
                sent: boolean;
            }[];
        };
        /**
         * @example {
         *       "id": "ans_01KPCA3B5D7F9H2K4M6P8R1TVX",
         *       "issue_id": "iss_01KPCA3B5D7F9H2K4M6P8R1TVX",
         *       "choice": "same_person",
         *       "link_id": null,
         *       "a_record": "Kp3x9TqLmNw2VbYc7RdZ",
         *       "b_record": "100241",
         *       "field": null,
         *       "saw": {
         *         "a": null,
         *         "b": null
         *       },
         *       "want": {
         *         "a": null,
         *         "b": null
         *       },
         *       "takes_back": false,
         *       "state": "given",
         *       "given_by": "usr_01KPCA3B5D7F9H2K4M6P8R1TVX",
         *       "given_at": "2026-03-01T10:04:02.000Z",
         *       "ended_at": null,
         *       "can_take_back": true
         *     }
         */
        Answer: {
            a_record: string | null;
            b_record: string | null;
            can_take_back: boolean;
            choice: components["schemas"]["Choice"];
            ended_at: null | components["schemas"]["Time"];
            field: string | null;
            given_at: components["schemas"]["Time"];
            given_by: string;
            id: string;
            issue_id: string;
            link_id: string | null;
            saw: components["schemas"]["ValuePair"];
            /**
             * @description given: it stands. done: carried out, or void because both sides show something else now.
             * @enum {string}
             */
            state: "given" | "done" | "taken_back";
            /** @description It turns round an answer that had been carried out. */
            takes_back: boolean;
            want: components["schemas"]["ValuePair"];
        };
        AnswerPage: {
            items: components["schemas"]["Answer"][];
            next: string | null;
        };
        /** @description Whether new ones, and changes of them, can get to a side. */
        AttachedAbility: {
            edits_to_a: boolean;
            edits_to_b: boolean;
            to_a: boolean;
            to_b: boolean;
        };
        /** @description What happens with the notes, or with the tasks, of people who are linked. Members left out stay as they are. */
        AttachedPolicy: {
            /**
             * @description off: nothing of them is read or written.
             * @enum {string}
             */
            direction?: "off" | "a_to_b" | "b_to_a" | "both";
            /** @description What is changed later follows; off - copies only. */
            edits?: boolean;
            /** @description Also what was written before the direction was chosen. */
            existing?: boolean;
            /**
             * Format: line
             * @description When the direction was chosen; kept by the server.
             */
            since?: string | null;
        };
        AuditCheck: {
            /** @description The first entry that does not fit its predecessor. */
            broken_at: number | null;
            entries: number;
            ok: boolean;
        };
        AuditEntry: {
            action: string;
            /** @description Id of a person or token, "console", or "somebody". */
            actor: string;
            /** Format: date-time */
            at: string;
            hash: string;
            id: string;
            /** @description From 1, without gaps. */
            number: number;
            subject: string;
        };
        AuditPage: {
            items: components["schemas"]["AuditEntry"][];
            next: string | null;
        };
        Backup: {
            bytes: number;
            /** @enum {string} */
            key: "none" | "passphrase" | "copied";
            /** Format: date-time */
            made_at: string;
            place: string;
        };
        BoundField: {
            can_clear: boolean;
            can_create: boolean;
            can_update: boolean;
            kind: components["schemas"]["FieldKind"];
            /** @description In the caller's language. */
            label: string;
            /** @description Our word for what it holds, such as first_name; empty when there is none. */
            means: string;
            name: string;
        };
        /** @description The larger of the two counts. */
        BrakeLimit: {
            /** @description 0 is no limit. */
            people: number;
            /** @description Of the linked people. */
            percent: number;
        };
        /**
         * @example {
         *       "id": "cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q",
         *       "at": "2026-03-01T10:04:03.120Z",
         *       "connection": "con_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
         *       "operation": "contacts.update_contact",
         *       "purpose": "write",
         *       "cause": "int_01KPCA2E1V3X5Z7B9D2F4H6JKM",
         *       "outcome": "done",
         *       "status": 200,
         *       "took_ms": 184
         *     }
         */
        Call: {
            at: components["schemas"]["Time"];
            /** @description The id of the event, intent or sweep that made us call. */
            cause?: string;
            connection: string;
            /** @description Empty when it was done. */
            error_code?: string;
            id: string;
            /**
             * @description How urgent it was. Null of records of earlier versions.
             * @enum {string|null}
             */
            lane?: "interactive" | "live" | "bulk" | null;
            operation: string;
            outcome: components["schemas"]["CallOutcome"];
            /** @description observe, write, verify, sweep, by hand, ... */
            purpose: string;
            /** @description The app's id of the record that it is about; empty when there is none or several. */
            record_id?: string;
            /** @description 0 when there was no reply. */
            status: number;
            took_ms: number;
            /** @description Which try of the call it was; each has a record of its own. */
            tries?: number;
        };
        /** @description Calls used since the program started. */
        CallCounts: {
            by_operation: {
                [key: string]: number;
            };
            total: number;
        };
        /** @enum {string} */
        CallOutcome: "done" | "refused" | "retry_later" | "unknown";
        CallPage: {
            items: components["schemas"]["Call"][];
            next: string | null;
        };
        /**
         * @example {
         *       "id": "chg_01KPCA2E9W2Y4Z6C8F1H3J5LMN",
         *       "at": "2026-03-01T10:04:00.460Z",
         *       "settled_at": "2026-03-01T10:04:03.120Z",
         *       "batch_id": "bat_01KPCA2E0T1V3X5Z7B9D2F4H6J",
         *       "link_id": "lnk_01KPC9T6Y8Z1B3D5F7H9K2M4NP",
         *       "a_record": "Kp3x9TqLmNw2VbYc7RdZ",
         *       "b_record": "100241",
         *       "side": "b",
         *       "field": "phone",
         *       "before": "+15145550123",
         *       "after": "+15145550199",
         *       "reason": "changed",
         *       "mapping_version": 2,
         *       "event_id": "evt_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "call_id": "cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q",
         *       "outcome": "done"
         *     }
         */
        Change: {
            a_record: string | null;
            after: components["schemas"]["Value"];
            at: components["schemas"]["Time"];
            b_record: string | null;
            batch_id: string | null;
            before: components["schemas"]["Value"];
            call_id: string | null;
            event_id: string | null;
            /** @description In side a's names; "" for the creation of a record. */
            field: string;
            id: string;
            link_id: string | null;
            mapping_version: number;
            /** @enum {string} */
            outcome: "planned" | "done" | "refused" | "unknown" | "not_stored" | "abandoned";
            reason: string;
            settled_at: components["schemas"]["TimeOrNull"];
            /** @description The side that is written. */
            side: components["schemas"]["Side"];
        };
        ChangedPassword: {
            /** Format: line */
            current_password: string;
            /** Format: line */
            new_password: string;
        };
        /**
         * @description On the live stream; ids and field names only.
         * @example {
         *       "at": "2026-03-01T10:04:03.120Z",
         *       "sync": "syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF",
         *       "link_id": "lnk_01KPC9T6Y8Z1B3D5F7H9K2M4NP",
         *       "record_id": "100241",
         *       "side": "b",
         *       "fields": [
         *         "phone"
         *       ],
         *       "outcome": "done"
         *     }
         */
        ChangeNotice: {
            at: components["schemas"]["Time"];
            fields: string[];
            link_id: string;
            outcome: string;
            record_id: string;
            side: components["schemas"]["Side"];
            sync: string;
        };
        ChangePage: {
            items: components["schemas"]["Change"][];
            next: string | null;
        };
        /** @enum {string} */
        Choice: "same_person" | "different_people" | "create_anyway" | "leave_alone" | "use_a" | "use_b" | "try_again" | "take_apart" | "use_value" | "use_field" | "ask_each" | "carry_over" | "put_back";
        /**
         * @description Health of a connection or a sync, never better than the truth.
         * @example {
         *       "state": "waiting",
         *       "weight": "alarm",
         *       "code": "condition.connection.failing",
         *       "params": {
         *         "label": "Clinique Rivière",
         *         "app": "HighLevel",
         *         "status": "503"
         *       },
         *       "message": "HighLevel answers “Clinique Rivière” with the error 503. What is to be sent is kept and waits.",
         *       "remedy": "It is tried again by itself. If it lasts, see whether HighLevel says that it is down.",
         *       "since": "2026-03-01T10:04:00.000Z",
         *       "next_try_at": "2026-03-01T10:06:30.000Z",
         *       "waits": 12
         *     }
         */
        Condition: {
            /** @description Of the sentences `<code>.message` and `<code>.remedy`. */
            code: string;
            message: string;
            next_try_at: components["schemas"]["TimeOrNull"];
            params: components["schemas"]["MessageParams"];
            /** @description Empty where nothing is to be done. */
            remedy: string;
            since: components["schemas"]["TimeOrNull"];
            /**
             * @description working: a first reading is under way; waiting: an app does not answer; limited: an allowance or pace is used up; refused:
             *     the app does not accept the credential or what is asked; paused: somebody or something stopped it; unknown: nothing is known.
             * @enum {string}
             */
            state: "well" | "working" | "waiting" | "limited" | "refused" | "paused" | "unknown";
            /** @description Records that wait to be looked at. */
            waits: number;
            /**
             * @description How loudly it is to be said; alarm: nothing goes through, for longer than a hiccup.
             * @enum {string}
             */
            weight: "good" | "quiet" | "attention" | "alarm";
        };
        ConflictGroups: {
            /** @description There are more open conflicts than were put together. */
            is_cut: boolean;
            items: {
                a: components["schemas"]["ConflictSide"];
                b: components["schemas"]["ConflictSide"];
                b_field: string | null;
                /** @description The rule of the row as it is. */
                conflict: string | null;
                count: number;
                examples: {
                    a: components["schemas"]["Value"];
                    b: components["schemas"]["Value"];
                    base: components["schemas"]["Value"];
                    issue_id: string;
                    subject: string;
                }[];
                field: string;
                first_match: string | null;
                issues: {
                    id: string;
                    version: string;
                }[];
                /** @description Only case, accents, spaces or punctuation differ. */
                spelling: boolean;
            }[];
        };
        ConflictSide: {
            /** @enum {string} */
            change: "first" | "changed" | "emptied" | "filled" | "unchanged";
            /** @description A phone number, date or address that does not read as one. */
            odd: boolean;
        };
        /**
         * @example {
         *       "id": "con_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
         *       "label": "Clinique Rivière",
         *       "connector": "highlevel",
         *       "profile": "highlevel",
         *       "title": "HighLevel",
         *       "base_url": "https://services.leadconnectorhq.com",
         *       "settings": {
         *         "locationId": "ve9EPM428h8vShlRW1KT"
         *       },
         *       "account_key": "ve9EPM428h8vShlRW1KT",
         *       "state": "active",
         *       "grant_id": null,
         *       "credential": {
         *         "since": "2026-03-01T10:04:00.000Z",
         *         "age_days": 3,
         *         "remind_at": "2026-05-20T10:04:00.000Z",
         *         "replace_by": "2026-05-30T10:04:00.000Z",
         *         "overlap_days": 7,
         *         "previous_until": "2026-03-08T10:04:00.000Z",
         *         "refused_since": null
         *       },
         *       "webhook_path": "/webhooks/contacts",
         *       "health": {
         *         "state": "well",
         *         "weight": "good",
         *         "code": "condition.connection.well",
         *         "params": {
         *           "label": "Clinique Rivière",
         *           "app": "HighLevel"
         *         },
         *         "message": "HighLevel answers “Clinique Rivière”.",
         *         "remedy": "",
         *         "since": "2026-03-01T10:04:00.000Z",
         *         "next_try_at": null,
         *         "waits": 0
         *       },
         *       "created_at": "2026-03-01T10:04:00.000Z"
         *     }
         */
        Connection: {
            /** @description What its webhooks are routed by. */
            account_key: string;
            base_url: string;
            connector: string;
            created_at: components["schemas"]["Time"];
            /** @description Of a token or key that a person gave; null where the tokens come from a grant and renew themselves. */
            credential: {
                age_days: number | null;
                /** @description For so long the app accepts the one before as well, after it was replaced there; 0: not at all. */
                overlap_days: number;
                /**
                 * Format: date-time
                 * @description The one before is kept until then, for calls whose new credential is refused; null: there is none.
                 */
                previous_until: string | null;
                /**
                 * Format: date-time
                 * @description Since then the app refuses the new one, and calls go by the one before.
                 */
                refused_since: string | null;
                /**
                 * Format: date-time
                 * @description From then on its health says how old it is; null where the app says nothing of that.
                 */
                remind_at: string | null;
                /**
                 * Format: date-time
                 * @description By then the app wants another one; after it, it may be dead.
                 */
                replace_by: string | null;
                /**
                 * Format: date-time
                 * @description When it was given.
                 */
                since: string | null;
            } | null;
            /** @description The grant its tokens come from, when it was connected by OAuth. */
            grant_id: string | null;
            health: components["schemas"]["Condition"];
            id: string;
            label: string;
            profile: string;
            settings: Record<string, never>;
            state: components["schemas"]["ConnectionState"];
            /** @description The app's name for people. */
            title: string;
            /** @description The address for deliveries, without its secret part. */
            webhook_path: string;
        };
        /**
         * @example {
         *       "hours": [
         *         {
         *           "at": "2026-03-01T10:00:00.000Z",
         *           "interactive": 2,
         *           "live": 31,
         *           "bulk": 400,
         *           "limited": 0
         *         }
         *       ],
         *       "share_percent": 80,
         *       "allowed_by_pace": 28800,
         *       "allowed_spread_evenly": 6666
         *     }
         */
        ConnectionHours: {
            /** @description In an hour, at the pace that the app declares. */
            allowed_by_pace: number | null;
            /** @description In an hour, when a day's or month's allowance is spread evenly. */
            allowed_spread_evenly: number | null;
            hours: {
                at: components["schemas"]["Time"];
                /** @description Of complete readings and of what waits for nobody. */
                bulk: number;
                /** @description Asked for by a person. */
                interactive: number;
                /** @description How many of them were answered 429. */
                limited: number;
                /** @description Of edits. */
                live: number;
            }[];
            /** @description The part of what the app allows that is used by default; a sync may say another one. */
            share_percent: number;
        };
        ConnectionPage: {
            items: components["schemas"]["Connection"][];
            next: string | null;
        };
        /** @enum {string} */
        ConnectionState: "active" | "needs_credential" | "disabled";
        /**
         * @example {
         *       "connection": {
         *         "id": "con_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
         *         "label": "Clinique Rivière",
         *         "connector": "highlevel",
         *         "profile": "highlevel",
         *         "title": "HighLevel",
         *         "base_url": "https://services.leadconnectorhq.com",
         *         "settings": {
         *           "locationId": "ve9EPM428h8vShlRW1KT"
         *         },
         *         "account_key": "ve9EPM428h8vShlRW1KT",
         *         "state": "active",
         *         "grant_id": null,
         *         "credential": {
         *           "since": "2026-03-01T10:04:00.000Z",
         *           "age_days": 3,
         *           "remind_at": "2026-05-20T10:04:00.000Z",
         *           "replace_by": "2026-05-30T10:04:00.000Z",
         *           "overlap_days": 7,
         *           "previous_until": null,
         *           "refused_since": null
         *         },
         *         "webhook_path": "/webhooks/contacts",
         *         "health": {
         *           "state": "well",
         *           "weight": "good",
         *           "code": "condition.connection.well",
         *           "params": {
         *             "label": "Clinique Rivière",
         *             "app": "HighLevel"
         *           },
         *           "message": "HighLevel answers “Clinique Rivière”.",
         *           "remedy": "",
         *           "since": "2026-03-01T10:04:00.000Z",
         *           "next_try_at": null,
         *           "waits": 0
         *         },
         *         "created_at": "2026-03-01T10:04:00.000Z"
         *       },
         *       "deliveries": {
         *         "accepted_at": null,
         *         "refused_at": null,
         *         "refusal": null,
         *         "refused_in_a_row": 0,
         *         "health": {
         *           "state": "unknown",
         *           "weight": "quiet",
         *           "code": "condition.connection.no_delivery",
         *           "params": {
         *             "label": "Clinique Rivière",
         *             "app": "HighLevel"
         *           },
         *           "message": "No webhook of “Clinique Rivière” has arrived yet.",
         *           "remedy": "",
         *           "since": null,
         *           "next_try_at": null,
         *           "waits": 0
         *         }
         *       },
         *       "reach": {
         *         "has_webhooks": true,
         *         "webhooks_arrive": false,
         *         "poll_every_seconds": 60,
         *         "sweep_every_seconds": 900,
         *         "late_seconds_most": 60,
         *         "guide": null,
         *         "guide_body": null
         *       },
         *       "quota": {
         *         "limit": null,
         *         "used_month": 812,
         *         "used_30_days": 812,
         *         "free_at": null
         *       },
         *       "calls": {
         *         "total": 812,
         *         "by_operation": {
         *           "contacts.search_contacts_advanced": 4,
         *           "contacts.update_contact": 96
         *         }
         *       },
         *       "custom_fields": [
         *         {
         *           "id": "7qXkNnB2VvW5mP0sRt8C",
         *           "key": "hexfit_id",
         *           "name": "Hexfit id",
         *           "type": "TEXT"
         *         }
         *       ]
         *     }
         */
        ConnectionView: {
            calls: components["schemas"]["CallCounts"];
            connection: components["schemas"]["Connection"];
            custom_fields: {
                id: string;
                key: string;
                name: string;
                type: string;
            }[];
            deliveries: components["schemas"]["Deliveries"];
            quota: components["schemas"]["Quota"];
            reach: components["schemas"]["Reach"];
        };
        /**
         * @example {
         *       "is_imported": false,
         *       "id": "highlevel",
         *       "profile": "highlevel",
         *       "app_title": "HighLevel",
         *       "title": "HighLevel",
         *       "help": {
         *         "en": "A location of HighLevel.",
         *         "fr": "Un compte de HighLevel."
         *       },
         *       "logo": "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
         *       "default_base_url": "https://services.leadconnectorhq.com",
         *       "settings": [
         *         {
         *           "name": "locationId",
         *           "label": {
         *             "en": "Location id",
         *             "fr": "Identifiant du compte"
         *           },
         *           "help": {
         *             "en": "20 letters and digits.",
         *             "fr": "20 lettres et chiffres."
         *           },
         *           "routes": true
         *         }
         *       ],
         *       "credential": {
         *         "is_needed": true,
         *         "label": {
         *           "en": "Token",
         *           "fr": "Jeton"
         *         },
         *         "help": {
         *           "en": "Settings > Private Integrations.",
         *           "fr": "Paramètres > Intégrations privées."
         *         }
         *       },
         *       "has_oauth": true,
         *       "webhook_signature": "ed25519",
         *       "pairs": {
         *         "as_a": [
         *           "hexfit-full"
         *         ],
         *         "as_b": []
         *       },
         *       "monthly_quota": null,
         *       "operations": 36,
         *       "fields": [
         *         {
         *           "name": "firstName",
         *           "kind": "text",
         *           "label": "First name",
         *           "means": "first_name",
         *           "can_create": true,
         *           "can_update": true,
         *           "can_clear": true
         *         }
         *       ]
         *     }
         */
        Connector: {
            /** @description What people call the app. */
            app_title: string;
            credential: {
                help: components["schemas"]["LocalText"];
                is_needed: boolean;
                label: components["schemas"]["LocalText"];
            };
            default_base_url: string;
            fields: components["schemas"]["BoundField"][];
            /** @description It can be connected by OAuth 2.0 as well. */
            has_oauth: boolean;
            help: components["schemas"]["LocalText"];
            /** @description Of the app; its profiles share it. */
            id: string;
            /** @description It was made from an OpenAPI document by this installation. */
            is_imported: boolean;
            /** @description SVG; empty when there is none. */
            logo: string;
            monthly_quota: number | null;
            /** @description How many the catalogue has. */
            operations: number;
            /** @description Profiles with which there is a default mapping that has this one as side a, or as side b. */
            pairs: {
                as_a: string[];
                as_b: string[];
            };
            profile: string;
            /** @description What a connection has to bring besides its credential. */
            settings: components["schemas"]["ConnectorSetting"][];
            /** @description The same for the profile. */
            title: string;
            /**
             * @description How the app signs its webhooks; only for ed25519 may a connection bring a public key of its own.
             * @enum {string}
             */
            webhook_signature: "none" | "ed25519" | "standard_webhooks";
        };
        ConnectorPage: {
            items: components["schemas"]["Connector"][];
            next: string | null;
        };
        ConnectorSetting: {
            help: components["schemas"]["LocalText"];
            label: components["schemas"]["LocalText"];
            /** @description As in a new connection's settings. */
            name: string;
            /** @description Webhooks name the account by its value. */
            routes: boolean;
        };
        /**
         * @example {
         *       "connection": {
         *         "id": "con_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
         *         "label": "Clinique Rivière",
         *         "connector": "highlevel",
         *         "profile": "highlevel",
         *         "title": "HighLevel",
         *         "base_url": "https://services.leadconnectorhq.com",
         *         "settings": {
         *           "locationId": "ve9EPM428h8vShlRW1KT"
         *         },
         *         "account_key": "ve9EPM428h8vShlRW1KT",
         *         "state": "active",
         *         "grant_id": null,
         *         "credential": {
         *           "since": "2026-03-01T10:04:00.000Z",
         *           "age_days": 3,
         *           "remind_at": "2026-05-20T10:04:00.000Z",
         *           "replace_by": "2026-05-30T10:04:00.000Z",
         *           "overlap_days": 7,
         *           "previous_until": null,
         *           "refused_since": null
         *         },
         *         "webhook_path": "/webhooks/contacts",
         *         "health": {
         *           "state": "well",
         *           "weight": "good",
         *           "code": "condition.connection.well",
         *           "params": {
         *             "label": "Clinique Rivière",
         *             "app": "HighLevel"
         *           },
         *           "message": "HighLevel answers “Clinique Rivière”.",
         *           "remedy": "",
         *           "since": "2026-03-01T10:04:00.000Z",
         *           "next_try_at": null,
         *           "waits": 0
         *         },
         *         "created_at": "2026-03-01T10:04:00.000Z"
         *       },
         *       "verification": {
         *         "ok": true,
         *         "tried": true,
         *         "owner": "Clinique Rivière",
         *         "account_key": "ve9EPM428h8vShlRW1KT",
         *         "call_id": "cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q",
         *         "detail": "",
         *         "code": "",
         *         "params": {}
         *       },
         *       "webhook_path": "/webhooks/in/u8Jm2Qx5VbN9cT1wRk7ZpL3sD6fG0hYa",
         *       "webhook_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
         *     }
         */
        CreatedConnection: {
            connection: components["schemas"]["Connection"];
            verification: components["schemas"]["Verification"];
            /** @description With its secret part; shown once. */
            webhook_path: string;
            /** @description The secret that was made; shown once. Null when you gave your own. */
            webhook_secret: string | null;
        };
        /**
         * @example {
         *       "id": "tok_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
         *       "label": "Zapier",
         *       "scope": "write",
         *       "created_at": "2026-03-01T10:04:00.000Z",
         *       "expires_at": null,
         *       "token": "lsk_q3mW0b1xY7cV2nR8tK5pL9sD4fG6hJ1aZ0eU3iO"
         *     }
         */
        CreatedToken: {
            created_at: components["schemas"]["Time"];
            expires_at: components["schemas"]["TimeOrNull"];
            id: string;
            label: string;
            /** @enum {string} */
            scope: "read" | "write";
            /** @description Shown once. */
            token: string;
        };
        /** @enum {string} */
        DateOrder: "year_first" | "day_first" | "month_first";
        /**
         * @description Webhooks of one connection, as they were judged. A refused one may be anybody's.
         * @example {
         *       "accepted_at": "2026-03-01T10:04:00.000Z",
         *       "refused_at": null,
         *       "refusal": null,
         *       "refused_in_a_row": 0,
         *       "health": {
         *         "state": "well",
         *         "weight": "good",
         *         "code": "condition.connection.delivered",
         *         "params": {
         *           "label": "Clinique Rivière",
         *           "app": "HighLevel"
         *         },
         *         "message": "Webhooks of “Clinique Rivière” arrive.",
         *         "remedy": "",
         *         "since": "2026-03-01T10:04:00.000Z",
         *         "next_try_at": null,
         *         "waits": 0
         *       }
         *     }
         */
        Deliveries: {
            accepted_at: components["schemas"]["TimeOrNull"];
            health: components["schemas"]["Condition"];
            /** @description Why the last one was refused. */
            refusal: string | null;
            refused_at: components["schemas"]["TimeOrNull"];
            refused_in_a_row: number;
        };
        /**
         * @example {
         *       "id": "dlv_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "subscription": "sub_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "event": "out_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "type": "contact.updated",
         *       "state": "done",
         *       "created_at": "2026-03-01T10:04:00.000Z",
         *       "next_at": null,
         *       "ended_at": "2026-03-01T10:04:00.200Z",
         *       "attempts": 1,
         *       "last_status": 204,
         *       "problem": null
         *     }
         */
        Delivery: {
            attempts: number;
            created_at: components["schemas"]["Time"];
            ended_at: components["schemas"]["TimeOrNull"];
            /** @description The `id` in the body, the same for everybody who is told. */
            event: string;
            /** @description Also the `webhook-id` of every attempt. */
            id: string;
            /** @description Null where there was no answer. */
            last_status: number | null;
            next_at: components["schemas"]["TimeOrNull"];
            problem: components["schemas"]["DeliveryProblem"];
            state: components["schemas"]["DeliveryState"];
            subscription: string;
            type: string;
        };
        /**
         * @example {
         *       "number": 1,
         *       "at": "2026-03-01T10:04:00.000Z",
         *       "took_ms": 120,
         *       "status": 204,
         *       "problem": null,
         *       "address": "https://example.com/lockstep",
         *       "timestamp": "1772359440",
         *       "reply": ""
         *     }
         */
        DeliveryAttempt: {
            address: string;
            at: components["schemas"]["Time"];
            number: number;
            problem: components["schemas"]["DeliveryProblem"];
            /** @description The beginning of the answer; null for whoever may only read. */
            reply: string | null;
            /** @description Null where there was no answer. */
            status: number | null;
            /** @description The `webhook-timestamp`. */
            timestamp: string;
            took_ms: number;
        };
        DeliveryPage: {
            items: components["schemas"]["Delivery"][];
            next: string | null;
        };
        DeliveryProblem: {
            code: string;
            remedy: string;
            title: string;
        } | null;
        /**
         * @description dead: given up; it can be sent again.
         * @enum {string}
         */
        DeliveryState: "waiting" | "done" | "dead";
        /**
         * @example {
         *       "id": "dlv_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "subscription": "sub_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "event": "out_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "type": "contact.updated",
         *       "state": "done",
         *       "created_at": "2026-03-01T10:04:00.000Z",
         *       "next_at": null,
         *       "ended_at": "2026-03-01T10:04:00.200Z",
         *       "attempts": 1,
         *       "last_status": 204,
         *       "problem": null,
         *       "attempt_list": [],
         *       "body": "{}"
         *     }
         */
        DeliveryWithAttempts: {
            /** @description The latest first. */
            attempt_list: components["schemas"]["DeliveryAttempt"][];
            attempts: number;
            /** @description What is posted. */
            body: string | null;
            created_at: components["schemas"]["Time"];
            ended_at: components["schemas"]["TimeOrNull"];
            /** @description The `id` in the body, the same for everybody who is told. */
            event: string;
            /** @description Also the `webhook-id` of every attempt. */
            id: string;
            /** @description Null where there was no answer. */
            last_status: number | null;
            next_at: components["schemas"]["TimeOrNull"];
            problem: components["schemas"]["DeliveryProblem"];
            state: components["schemas"]["DeliveryState"];
            subscription: string;
            type: string;
        };
        /** @enum {string} */
        DifferenceKind: "new" | "changed" | "absent" | "unchanged" | "repeated" | "invalid";
        Document: {
            /** @description A person confirms that notes or tasks may leave an app that keeps health data; recorded in the audit. */
            attached_confirmed?: boolean;
            /** @description The version that the person saw. When there is a newer one, nothing is changed: 409 sync.version_differs. */
            based_on?: number;
            /** @description A person confirms that send_invitations may be switched on; needed for that and for nothing else. */
            invitations_confirmed?: boolean;
            mapping?: components["schemas"]["Mapping"];
            /** @description Members left out stay as they are. */
            policy?: components["schemas"]["Policy"];
        };
        /**
         * @example {
         *       "id": "evt_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "connection": "con_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
         *       "source": "webhook",
         *       "type": "contact.updated",
         *       "record_id": "Kp3x9TqLmNw2VbYc7RdZ",
         *       "delivery_id": "7c1f8a52-0d36-4c4b-9d55-5ee0a1f3b6a9",
         *       "received_at": "2026-03-01T10:04:00.020Z",
         *       "state": "done",
         *       "note": "",
         *       "note_code": "",
         *       "note_params": {},
         *       "attempts": 1
         *     }
         */
        Event: {
            attempts: number;
            connection: string;
            delivery_id: string;
            id: string;
            /** @description Why it was ignored or parked, in the language of Accept-Language; in English on the live stream. */
            note: string;
            /** @description Names the sentence: event_note.no_started_sync. Empty when there is none. */
            note_code: string;
            note_params: components["schemas"]["MessageParams"];
            /** @description Only for one event: the JSON as it arrived, or the text when it is no JSON. */
            payload?: unknown;
            received_at: components["schemas"]["Time"];
            /** @description Empty when the event is about no contact. */
            record_id: string;
            /** @enum {string} */
            source: "webhook" | "poll" | "sweep" | "person" | "schedule";
            state: components["schemas"]["EventState"];
            type: string;
        };
        EventPage: {
            items: components["schemas"]["Event"][];
            next: string | null;
        };
        /** @enum {string} */
        EventState: "waiting" | "done" | "ignored" | "parked";
        /**
         * @example {
         *       "name": "issue.closed",
         *       "title": "Issue closed",
         *       "about": "What needed a person is settled.",
         *       "schema": {
         *         "type": "object"
         *       },
         *       "sample": {
         *         "kind": "conflict"
         *       }
         *     }
         */
        EventType: {
            about: string;
            name: string;
            sample: Record<string, never>;
            /** @description JSON Schema of `data`. What is not required is told only with `payload: full`. */
            schema: Record<string, never>;
            /** @description In the language of Accept-Language. */
            title: string;
        };
        EventTypePage: {
            items: components["schemas"]["EventType"][];
            next: null;
        };
        /** @enum {string} */
        FieldKind: "text" | "email" | "phone" | "date" | "country" | "subdivision" | "set";
        FieldRow: {
            /** Format: line */
            a: string;
            /** Format: line */
            b: string;
            /** @enum {string} */
            blank?: "keep" | "propagate";
            /** @enum {string} */
            conflict?: "a" | "b" | "newest" | "longest" | "union" | "ask";
            /** @enum {string} */
            direction?: "both" | "a_to_b" | "b_to_a";
            enforce?: boolean;
            /** @enum {string} */
            first_match?: "a" | "b" | "newest" | "ask";
            kind?: components["schemas"]["FieldKind"];
            /** @enum {string} */
            sensitivity?: "identity" | "contact" | "health" | "money";
            /** @description The version with which these two fields began to be paired in this way; absent, the first. Told by the server, and not believed when it is sent. */
            since?: number;
            /** @description A table of values, or a form in which the value is written and what counts where the owner says nothing. */
            transform?: {
                /** @enum {string} */
                form?: "as_is" | "upper_case" | "lower_case" | "proper_name" | "day_month_year" | "month_day_year" | "phone_national" | "decimal_comma";
                pairs?: string[][];
                /** Format: line */
                when_blank?: string;
            } | null;
        };
        GivenAnswers: {
            items: components["schemas"]["Answer"][];
        };
        HandItem: {
            /** Format: date-time */
            changed_at: string;
            /** Format: date-time */
            created_at: string;
            field: string;
            id: string;
            label: string;
            person: string;
            /** @description In the app where it is to be done. */
            record_id: string;
            state: components["schemas"]["HandState"];
            sync_id: string;
            there: components["schemas"]["Value"];
            ticked_by: string | null;
            wanted: components["schemas"]["Value"];
        };
        HandList: {
            counts: {
                confirmed: number;
                contradicted: number;
                no_longer_needed: number;
                open: number;
                ticked: number;
            };
            items: components["schemas"]["HandItem"][];
            next: string | null;
        };
        /** @enum {string} */
        HandState: "open" | "ticked" | "confirmed" | "no_longer_needed" | "contradicted";
        HandTick: {
            ticked: boolean;
        };
        /**
         * @example {
         *       "status": "ok",
         *       "version": "0.1.0",
         *       "uptime_seconds": 8112,
         *       "database": "ok",
         *       "checks": [
         *         {
         *           "name": "database",
         *           "ok": true
         *         },
         *         {
         *           "name": "connections",
         *           "ok": true
         *         },
         *         {
         *           "name": "syncs",
         *           "ok": true
         *         }
         *       ]
         *     }
         */
        Health: {
            checks: {
                detail?: string;
                name: string;
                ok: boolean;
            }[];
            /** @enum {string} */
            database: "ok" | "failing";
            /**
             * @description degraded: the program works, and a connection or a sync is not well.
             * @enum {string}
             */
            status: "ok" | "degraded" | "starting" | "draining" | "failing";
            uptime_seconds: number;
            version: string;
        };
        /**
         * @example {
         *       "id": "hok_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "label": "Contact form of the web site",
         *       "path": "/webhooks/in/hook_4mJ0",
         *       "created_at": "2026-03-01T10:04:00.000Z",
         *       "revoked_at": null,
         *       "last_at": null,
         *       "received": 0
         *     }
         */
        Hook: {
            created_at: components["schemas"]["Time"];
            id: string;
            label: string;
            /** @description When something last arrived. */
            last_at: string | null;
            /** @description Null when it is revoked, or for whoever may only read. */
            path: string | null;
            received: number;
            revoked_at: string | null;
        };
        HookPage: {
            items: components["schemas"]["Hook"][];
            next: string | null;
        };
        /** @description HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). */
        HttpArchive: {
            log: {
                comment?: string;
                creator: {
                    name: string;
                    version: string;
                };
                entries: {
                    cache: {
                        [key: string]: unknown;
                    };
                    request: {
                        [key: string]: unknown;
                    };
                    response: {
                        [key: string]: unknown;
                    };
                    startedDateTime: components["schemas"]["Time"];
                    time: number;
                    timings: {
                        [key: string]: number;
                    };
                }[];
                pages?: Record<string, never>[];
                /** @enum {string} */
                version: "1.2";
            };
        };
        /**
         * @example {
         *       "kind": "added",
         *       "key": "GET /refunds",
         *       "title": "List refunds",
         *       "details": []
         *     }
         */
        ImportChange: {
            details: {
                message: string;
                name: string;
                word: string;
            }[];
            /** @description Of the operation; empty: the connector itself. */
            key: string;
            /** @enum {string} */
            kind: "added" | "changed" | "removed";
            title: string;
        };
        /**
         * @example {
         *       "id": "maple_shop",
         *       "title": "Maple Shop",
         *       "version": "1.4.0",
         *       "source": "maple.json",
         *       "base_url": "https://api.maple.example/v1",
         *       "operations": 6,
         *       "imported_at": "2026-03-01T10:04:00.000Z",
         *       "left_out": [],
         *       "declarations": {}
         *     }
         */
        Imported: {
            base_url: string;
            /** @description connector and operations, as in src/connectors. */
            declarations: Record<string, never>;
            id: string;
            imported_at: string;
            left_out: components["schemas"]["ImportLeftOut"][];
            operations: number;
            source: string;
            title: string;
            version: string;
        };
        ImportedPage: {
            items: components["schemas"]["ImportedSummary"][];
            next: string | null;
        };
        /**
         * @example {
         *       "id": "maple_shop",
         *       "title": "Maple Shop",
         *       "version": "1.4.0",
         *       "source": "maple.json",
         *       "base_url": "https://api.maple.example/v1",
         *       "operations": 6,
         *       "imported_at": "2026-03-01T10:04:00.000Z"
         *     }
         */
        ImportedSummary: {
            base_url: string;
            id: string;
            imported_at: string;
            operations: number;
            source: string;
            title: string;
            version: string;
        };
        /**
         * @description Exactly one of `document` and `url`. What is absent is as the document says, or as it was chosen before.
         * @example {
         *       "document": "{\"openapi\": \"3.0.3\"}",
         *       "file_name": "maple.json"
         *     }
         */
        ImportInput: {
            /**
             * Format: line
             * @description bearer, basic, header:NAME, query:NAME or none.
             */
            auth?: string;
            /** Format: line */
            base_url?: string;
            /** @description At most so many are sent; 60 when absent. */
            calls_per_minute?: number;
            /**
             * Format: lines
             * @description The text of an OpenAPI 3.0 or 3.1 document in JSON or YAML.
             */
            document?: string;
            /**
             * Format: line
             * @description Where the text came from, for showing.
             */
            file_name?: string;
            /**
             * Format: line
             * @description Of the connector; made of the title when absent. A small letter, then small letters, digits, _ and -.
             */
            id?: string;
            /** @description These only, under these titles; all when absent. */
            operations?: {
                /** Format: line */
                key: string;
                /** Format: line */
                title_en?: string;
                /** Format: line */
                title_fr?: string;
            }[];
            /** @description It may change a connector that was imported before. */
            replaces?: boolean;
            /** Format: line */
            title?: string;
            /**
             * Format: line
             * @description Where the server reads it.
             */
            url?: string;
            /**
             * Format: line
             * @description Key of the operation that tries a credential; none: it is kept untried.
             */
            verify?: string;
        };
        /**
         * @example {
         *       "place": "GET /orders/{orderId}/invoice",
         *       "reason": "reply_not_json",
         *       "detail": "",
         *       "is_whole": true,
         *       "message": "It answers with something else than JSON."
         *     }
         */
        ImportLeftOut: {
            detail: string;
            /** @description The operation itself is left out, not a part of it. */
            is_whole: boolean;
            message: string;
            /** @description An operation or a JSON pointer into the document. */
            place: string;
            reason: string;
        };
        /**
         * @example {
         *       "key": "GET /orders",
         *       "id": "orders.list_orders",
         *       "title": "List orders",
         *       "title_en": "List orders",
         *       "title_fr": "List orders",
         *       "help": "Newest first.",
         *       "method": "GET",
         *       "path": "/orders",
         *       "effect": "read",
         *       "side_effects": [],
         *       "inputs": 2,
         *       "is_chosen": true,
         *       "can_verify": true
         *     }
         */
        ImportOperation: {
            /** @description It reads and needs no input. */
            can_verify: boolean;
            /** @enum {string} */
            effect: "read" | "create" | "update" | "remove";
            help: string;
            id: string;
            inputs: number;
            is_chosen: boolean;
            key: string;
            method: string;
            path: string;
            side_effects: string[];
            title: string;
            title_en: string;
            title_fr: string;
        };
        /**
         * @example {
         *       "id": "maple_shop",
         *       "title": "Maple Shop",
         *       "version": "1.4.0",
         *       "servers": [
         *         "https://api.maple.example/v1"
         *       ],
         *       "base_url": "https://api.maple.example/v1",
         *       "ways": [
         *         {
         *           "id": "header:X-Shop-Key",
         *           "scheme": "key"
         *         }
         *       ],
         *       "auth": "header:X-Shop-Key",
         *       "verify": "GET /shop",
         *       "operations": [],
         *       "left_out": [],
         *       "is_known": false,
         *       "changes": [],
         *       "problem": ""
         *     }
         */
        ImportProposal: {
            auth: string;
            /** @description Empty where the document names none and none was given. */
            base_url: string;
            changes: components["schemas"]["ImportChange"][];
            id: string;
            /** @description A connector of this id was imported before. */
            is_known: boolean;
            left_out: components["schemas"]["ImportLeftOut"][];
            operations: components["schemas"]["ImportOperation"][];
            /**
             * @description Why it cannot be imported as it is; empty: it can.
             * @enum {string}
             */
            problem: "" | "id_taken" | "no_address";
            servers: string[];
            title: string;
            verify: string;
            version: string;
            ways: {
                id: string;
                scheme: string;
            }[];
        };
        Installation: {
            backup: {
                /** @description On the server’s machine. */
                folder: string;
                /** @description Whether a recovery copy stands beside the master key. */
                has_recovery_copy: boolean;
                /** @description The newest whole backup in that folder. */
                last: {
                    bytes: number;
                    /** Format: date-time */
                    made_at: string;
                    place: string;
                } | null;
            };
            /** @description Versions of the data key, oldest first. */
            keys: {
                /** @description What is sealed now is sealed under it. */
                is_newest: boolean;
                /** Format: date-time */
                made_at: string;
                /** @description How many rows are still sealed under it: as counted when a newer one was made, less those that were sealed anew since. null of the newest, and until they are counted. */
                rows_left: number | null;
                version: number;
            }[];
            retention: {
                /** @description 0 is for ever. */
                events_days: number;
                /** @description 0 is for ever. */
                history_days: number;
            };
            /** @description Whether the server runs with both simulated apps, see `get_sandbox`. */
            sandbox: boolean;
            writes: {
                /** Format: date-time */
                since: string | null;
                /** @enum {string} */
                state: "allowed" | "held";
                /** @enum {string|null} */
                why: "restored" | "other_machine" | "other_folder" | "replaced_folder" | null;
            };
        };
        /**
         * @example {
         *       "id": "iss_01KPCA3B5D7F9H2K4M6P8R1TVX",
         *       "kind": "match_unsure",
         *       "subject": "Kp3x9TqLmNw2VbYc7RdZ",
         *       "field": null,
         *       "code": "issue.match_unsure.email_shared",
         *       "params": {
         *         "a": "HighLevel",
         *         "b": "Hexfit",
         *         "app": "Hexfit"
         *       },
         *       "message": "It is not clear who this person is on the other side: several people share this e-mail address, and the names do not say which one it is.",
         *       "remedy": "Compare the candidates.",
         *       "detail": {
         *         "candidates": [
         *           "100241",
         *           "100377"
         *         ],
         *         "reason": "email_shared"
         *       },
         *       "choices": [
         *         "same_person",
         *         "different_people",
         *         "create_anyway",
         *         "leave_alone"
         *       ],
         *       "values": null,
         *       "version": "3f0c9a1b2d4e5f60",
         *       "answer": null,
         *       "state": "open",
         *       "count": 1,
         *       "first_at": "2026-03-01T10:02:02.000Z",
         *       "last_at": "2026-03-01T10:02:02.000Z"
         *     }
         */
        Issue: {
            /** @description The answer that stands and is being carried out. */
            answer: null | components["schemas"]["Answer"];
            /** @description What can be answered to it; empty when it is closed. */
            choices: components["schemas"]["Choice"][];
            /** @description Names the sentences: issue.gone.any. */
            code: string;
            count: number;
            /** @description What belongs to the kind: for match_unsure the candidates, for conflict the two values. */
            detail: unknown;
            field: string | null;
            first_at: components["schemas"]["Time"];
            id: string;
            /** @enum {string} */
            kind: "match_unsure" | "conflict" | "rounds" | "covered" | "late_write" | "cannot_write" | "not_stored" | "write_refused" | "create_refused" | "create_needs" | "mass_cleared" | "mass_changed" | "create_unknown" | "created_twice" | "gone" | "parked" | "credential_refused" | "quota_spent" | "deliveries_refused";
            last_at: components["schemas"]["Time"];
            /** @description What happened, in the language of Accept-Language. */
            message: string;
            params: components["schemas"]["MessageParams"];
            /** @description What to do. */
            remedy: string;
            /** @enum {string} */
            state: "open" | "closed";
            /** @description The id of the record, link or connection it is about. */
            subject: string | null;
            /** @description The two values between which use_a and use_b choose. */
            values: null | components["schemas"]["ValuePair"];
            /** @description Changes whenever the question says something else. */
            version: string;
        };
        IssuePage: {
            items: components["schemas"]["Issue"][];
            next: string | null;
        };
        Join: {
            /** Format: line */
            link: string;
            /** Format: line */
            password: string;
        };
        JoinLink: {
            email: string;
            /** Format: date-time */
            expires_at: string;
            /** @description False for an invitation. */
            has_joined: boolean;
            role: components["schemas"]["Role"];
        };
        JoinLook: {
            /** Format: line */
            link: string;
        };
        KeptBody: {
            /** @description Of the whole. */
            bytes: number;
            is_cut: boolean;
            text: string;
        };
        KeptHeaders: {
            name: string;
            value: string;
        }[];
        LinkSending: {
            /**
             * @description Of the message; without it that of the caller.
             * @enum {string}
             */
            language?: "en" | "fr";
            /** @default false */
            sends_mail: boolean;
        };
        /** @description For people, in both languages. */
        LocalText: {
            en: string;
            fr: string;
        };
        /**
         * @example {
         *       "is_set": true,
         *       "host": "smtp.example.com",
         *       "port": 587,
         *       "tls": "starttls",
         *       "user": "clinic@example.com",
         *       "has_password": true,
         *       "sender_name": "Clinique Rivière",
         *       "sender": "clinic@example.com",
         *       "changed_at": "2026-03-01T10:04:00.000Z"
         *     }
         */
        Mail: {
            changed_at: string | null;
            has_password: boolean;
            host: string;
            is_set: boolean;
            port: number;
            sender: string;
            sender_name: string;
            tls: components["schemas"]["MailTls"];
            /** @description Empty when it asks for no login. */
            user: string;
        };
        MailTest: {
            /** Format: line */
            to: string;
        };
        /**
         * @description none sends everything, the password too, as it is: for a server on this machine.
         * @enum {string}
         */
        MailTls: "starttls" | "implicit" | "none";
        ManyAnswered: {
            given: number;
            items: {
                /** @description Why it was not taken. */
                code: string | null;
                issue_id: string;
            }[];
        };
        /** @description Which field is which, and under which rules; side a first. */
        Mapping: {
            /**
             * Format: line
             * @description The field of side a that holds side b's id; empty when there is none.
             */
            a_holds_id_of_b?: string;
            /** Format: line */
            b_holds_id_of_a?: string;
            /**
             * Format: line
             * @description Two records whose birth dates differ are never matched without a person, nor whose sex differs.
             */
            birth_date_field?: string;
            create_in_a?: boolean;
            create_in_b?: boolean;
            /** Format: line */
            email_field?: string;
            /** Format: line */
            first_name_field?: string;
            /** Format: line */
            last_name_field?: string;
            match?: ("stored_id" | "email" | "phone_and_name")[];
            /** Format: line */
            phone_field?: string;
            /**
             * Format: line
             * @description The country of phone numbers without a prefix, ISO 3166 alpha-2.
             */
            region?: string;
            rows: components["schemas"]["FieldRow"][];
            /** Format: line */
            sex_field?: string;
        };
        MappingPreview: {
            /** @description People about whom a new question would be asked. */
            asked: number;
            by_field: {
                a: number;
                asked: number;
                b: number;
                field: string;
            }[];
            examples: {
                asked: boolean;
                changes: {
                    after: components["schemas"]["Value"];
                    before: components["schemas"]["Value"];
                    field: string;
                    reason: string;
                    /** @enum {string} */
                    side: "a" | "b";
                }[];
                link_id: string | null;
                name: string;
            }[];
            is_sample: boolean;
            linked: number;
            looked_at: number;
            /** @description People of whom a value would be written that is not written now. */
            people: number;
            problems: components["schemas"]["MappingProblem"][];
            read_now: number;
            /** @description The same of the people who were read at the apps. */
            read_sample: null | components["schemas"]["PreviewCounts"];
            /** @description Rows with a field that our copies do not carry yet. */
            unread: string[];
            version: number;
        };
        MappingProblem: {
            code: string;
            message: string;
            /** @description From 0; the number of rows where it concerns no single one. */
            row: number;
        };
        MappingTrial: {
            mapping: components["schemas"]["Mapping"];
            /**
             * Format: line
             * @description The id of a link, or of a record of either side.
             */
            person?: string;
            read_now?: boolean;
        };
        MappingView: {
            fields: {
                a: components["schemas"]["OfferedField"][];
                b: components["schemas"]["OfferedField"][];
            };
            mapping: components["schemas"]["Mapping"];
            /** @description What one should know of a row that can be saved. */
            notes: components["schemas"]["MappingProblem"][];
            problems: components["schemas"]["MappingProblem"][];
            suggestions: components["schemas"]["FieldRow"][];
            version: number;
        };
        MergeCase: {
            a?: components["schemas"]["Value"];
            a_changed_at?: string | null;
            b?: components["schemas"]["Value"];
            b_changed_at?: string | null;
            /** @description Absent when the two sides never agreed. */
            base?: components["schemas"]["Value"];
            field: {
                /** @enum {string} */
                blank?: "keep" | "propagate";
                /** @enum {string} */
                conflict?: "a" | "b" | "newest" | "longest" | "union" | "ask";
                /** @enum {string} */
                direction?: "both" | "a_to_b" | "b_to_a";
                enforce?: boolean;
                /** @enum {string} */
                first_match?: "a" | "b" | "newest" | "ask";
                kind: components["schemas"]["FieldKind"];
            };
            name?: string;
            region?: string;
        };
        MergeInput: {
            cases: components["schemas"]["MergeCase"][];
        };
        /**
         * @example {
         *       "results": [
         *         {
         *           "name": "phone changed in HighLevel",
         *           "decision": "write_b",
         *           "reason": "changed",
         *           "value": "+15145550199",
         *           "base": {
         *             "known": true,
         *             "value": "+15145550199"
         *           }
         *         }
         *       ]
         *     }
         */
        MergeOutput: {
            results: components["schemas"]["MergeResult"][];
        };
        /** @description A decision, or what is wrong with the case. */
        MergeResult: {
            a?: components["schemas"]["SetEdit"];
            b?: components["schemas"]["SetEdit"];
            base?: {
                known: boolean;
                value?: components["schemas"]["Value"];
            };
            /** @enum {string} */
            decision?: "agree" | "write_a" | "write_b" | "write_both" | "none" | "ask";
            error?: {
                code: string;
                message: string;
            };
            name?: string;
            reason?: string;
            value?: components["schemas"]["Value"];
        } | unknown | unknown;
        /**
         * @description What fills the sentence of a code. Which sentence of several fits is `reason`.
         * @example {
         *       "reason": "number",
         *       "name": "limit",
         *       "least": "1",
         *       "most": "200"
         *     }
         */
        MessageParams: {
            [key: string]: string;
        };
        NewAlerts: {
            /** @default 5 */
            delay_minutes: number;
            /**
             * @description alarm: nothing goes through; attention: somebody should look.
             * @default alarm
             * @enum {string}
             */
            from: "attention" | "alarm";
            /** @default false */
            is_on: boolean;
            quiet?: {
                /**
                 * Format: line
                 * @example 22:00
                 */
                from: string;
                /**
                 * Format: line
                 * @example 22:00
                 */
                until: string;
            } | null;
            recipients?: components["schemas"]["AlertRecipient"][];
            /**
             * Format: line
             * @default UTC
             */
            zone: string;
        };
        /**
         * @example {
         *       "choice": "same_person",
         *       "candidate": "100241",
         *       "version": "3f0c9a1b2d4e5f60"
         *     }
         */
        NewAnswer: {
            /**
             * Format: line
             * @description Of same_person, the record that is meant. Of different_people, the one that is not; absent, none of the candidates.
             */
            candidate?: string;
            choice: components["schemas"]["Choice"];
            /**
             * Format: line
             * @description Of use_field: the field of the other app that says it.
             */
            field?: string;
            /**
             * Format: line
             * @description Of use_value: what every new record gets.
             */
            value?: string;
            /** Format: line */
            version?: string;
        };
        NewAnswers: {
            /** @enum {string} */
            choice: "use_a" | "use_b" | "leave_alone" | "create_anyway" | "different_people" | "try_again";
            issues: {
                /** Format: line */
                id: string;
                /** Format: line */
                version?: string;
            }[];
        };
        NewBackup: {
            /** Format: line */
            passphrase?: string;
        };
        NewConnection: {
            /**
             * Format: line
             * @description The app's own address when absent; https when it names no scheme.
             */
            base_url?: string;
            /**
             * Format: line
             * @description Absent only where the app asks for none.
             */
            credential?: string;
            /** Format: line */
            label?: string;
            /** @description Calls a month; 0 as the app declares, -1 none. */
            monthly_quota?: number;
            /**
             * Format: line
             * @description As in /api/v1/connectors: highlevel, hexfit-v2, hexfit-full.
             */
            profile: string;
            settings?: {
                [key: string]: string;
            };
            /**
             * Format: lines
             * @description Ed25519 as PEM, base64 or hexadecimal; only for an app that does not sign with its declared key, such as the sandbox.
             */
            webhook_public_key?: string;
            /**
             * Format: lines
             * @description At least 16 characters, or whsec_ and base64; white space and quotes around it do no harm. Made for you when absent.
             */
            webhook_secret?: string;
        };
        NewCredential: {
            /** Format: line */
            credential: string;
            /** @description The one before has ended at the app, or is to end here at once; false when absent: then it is kept for as long as the app accepts both. */
            old_is_dead?: boolean;
            /** @description A person confirms that another account is meant from now on; false when absent. */
            other_account?: boolean;
        };
        NewHook: {
            /** Format: line */
            label: string;
        };
        NewLabel: {
            /** Format: line */
            label: string;
        };
        NewMail: {
            /** Format: line */
            host: string;
            /** Format: line */
            password?: string;
            port?: number;
            /** Format: line */
            sender: string;
            /** Format: line */
            sender_name?: string;
            tls?: components["schemas"]["MailTls"];
            /** Format: line */
            user?: string;
        };
        NewOAuthApp: {
            /**
             * Format: line
             * @description Another than the connector declares, such as a sandbox has.
             */
            authorize_url?: string;
            /** Format: line */
            base_url?: string;
            /** Format: line */
            client_id: string;
            /** Format: line */
            client_secret?: string;
            /** Format: line */
            redirect_uri: string;
        };
        NewOAuthAuthorization: {
            /** Format: line */
            connector: string;
            /** Format: line */
            mode: string;
        };
        NewPassword: {
            /** Format: line */
            password: string;
        };
        NewRole: {
            role: components["schemas"]["Role"];
        };
        NewSchedule: {
            /**
             * Format: line
             * @description For `day` and `week`; 09:00 when absent.
             */
            at?: string;
            every: components["schemas"]["ScheduleEvery"];
            /** Format: line */
            label: string;
            /** @description For `minutes`; 15 when absent. */
            minutes?: number;
            missed?: components["schemas"]["ScheduleMissed"];
            /** @description For `week`: 1 is Monday, 7 Sunday. */
            weekdays?: number[];
            /**
             * Format: line
             * @description By its IANA name.
             */
            zone: string;
        };
        NewSubscription: {
            /**
             * Format: line
             * @description Where to post: https://, or http:// where the operator allows the network.
             */
            address: string;
            /** Format: line */
            label: string;
            /**
             * @description thin: ids, codes and names of fields. full: also what people are called and write.
             * @default thin
             * @enum {string}
             */
            payload: "thin" | "full";
            /**
             * @description both: an Ed25519 signature beside it.
             * @default hmac
             * @enum {string}
             */
            signature: "hmac" | "both";
            /**
             * Format: line
             * @description Only what happens in this sync.
             */
            sync?: string;
            /** @description Names of `GET /api/v1/event-types`; none is all. */
            types?: string[];
        };
        NewSync: {
            /** Format: line */
            a: string;
            /** Format: line */
            b: string;
            /** Format: line */
            label?: string;
            /** @description The default of the two profiles when absent. */
            mapping?: components["schemas"]["Mapping"];
            policy?: components["schemas"]["Policy"];
        };
        NewToken: {
            /** @description Without it the token works until it is revoked. */
            expires_in_days?: number;
            /** Format: line */
            label: string;
            /**
             * @default read
             * @enum {string}
             */
            scope: "read" | "write";
        };
        NewUser: {
            /**
             * Format: line
             * @description By which the person signs in.
             */
            email: string;
            /**
             * @description Of the message; without it that of the caller.
             * @enum {string}
             */
            language?: "en" | "fr";
            role: components["schemas"]["Role"];
            /** @default false */
            sends_mail: boolean;
        };
        /**
         * @description Shown once. The address and secret before are no longer accepted.
         * @example {
         *       "webhook_path": "/webhooks/in/5cZ2mY0q7dXw",
         *       "webhook_secret": "whsec_dGhpcyBpcyBubyBzZWNyZXQ="
         *     }
         */
        NewWebhook: {
            webhook_path: string;
            /** @description For the header Authorization: Bearer. */
            webhook_secret: string;
        };
        OAuthAccount: {
            id: string;
            is_connected: boolean;
            name: string;
        };
        OAuthAccountPage: {
            items: components["schemas"]["OAuthAccount"][];
            next: string | null;
        };
        OAuthAccounts: {
            accounts: string[];
        };
        OAuthApp: {
            authorize_url: string;
            base_url: string;
            /** @description Null until it is set. */
            client_id: string | null;
            connector: string;
            modes: components["schemas"]["OAuthMode"][];
            redirect_uri: string | null;
            scopes: string[];
            title: string;
        };
        OAuthAppPage: {
            items: components["schemas"]["OAuthApp"][];
            next: string | null;
        };
        OAuthBegun: {
            authorize_url: string;
            /** Format: date-time */
            expires_at: string;
        };
        OAuthCompleted: {
            connection: components["schemas"]["Connection"] | null;
            grant: components["schemas"]["OAuthGrant"];
        };
        OAuthConnected: {
            account: string;
            connection: components["schemas"]["Connection"] | null;
            name: string;
            problem: {
                code: string;
                detail: string;
            } | null;
        };
        OAuthConnectedPage: {
            items: components["schemas"]["OAuthConnected"][];
            next: string | null;
        };
        OAuthGrant: {
            /** @description At the vendor. */
            account: string;
            /** @description How often a person has agreed. */
            agreed: number;
            connections: string[];
            connector: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description The same; it is renewed before.
             */
            expires_at: string;
            id: string;
            is_wide: boolean;
            /**
             * Format: date-time
             * @description Of the present access token.
             */
            issued_at: string;
            mode: string;
            /** @description The wide grant that its tokens are made from. */
            parent: string | null;
            scopes: string[];
            state: components["schemas"]["OAuthGrantState"];
            /**
             * @description Null while it is active.
             * @enum {string|null}
             */
            why: "refused" | "answer_lost" | "uninstalled" | "disconnected" | null;
        };
        OAuthGrantPage: {
            items: components["schemas"]["OAuthGrant"][];
            next: string | null;
        };
        /**
         * @description Dead means that the vendor accepts it no more; somebody has to agree again.
         * @enum {string}
         */
        OAuthGrantState: "active" | "dead" | "removed";
        OAuthMode: {
            help: components["schemas"]["LocalText"];
            id: string;
            /** @description Accounts under it can be connected one by one. */
            is_wide: boolean;
            label: components["schemas"]["LocalText"];
        };
        OAuthReturn: {
            /** Format: line */
            code: string;
            /** Format: line */
            state: string;
        };
        OfferedField: {
            can_clear: boolean;
            can_update: boolean;
            choices: string[];
            is_custom: boolean;
            kind: components["schemas"]["FieldKind"];
            label: {
                en: string;
                fr: string;
            };
            name: string;
        };
        Operation: {
            app: string;
            /** @description How many calls it costs; for a listing, each page. */
            calls: number;
            /** @description The operation's file as the connector holds it. */
            declaration: Record<string, never>;
            /** @enum {string} */
            effect: "read" | "create" | "update" | "remove";
            event_type?: string;
            /** @enum {string} */
            evidence: "documented" | "seen_in_code" | "own_contract" | "assumed";
            help: string;
            id: string;
            /**
             * @description What doing it twice does.
             * @enum {string}
             */
            idempotency: "reads" | "same" | "repeats";
            inputs: {
                /** @description Rarely needed. */
                advanced: boolean;
                choices: unknown[] | null;
                /** @description A search of the same app whose result has the choices; pointers into its result and into each item. */
                choices_from: {
                    items: string;
                    label: string;
                    operation: string;
                    value: string;
                } | null;
                /** @description JSON, or null; may name a setting of the connection. */
                default: unknown;
                help: string;
                label: string;
                name: string;
                place: string;
                required: boolean;
                /** @description An example, as JSON; or null. */
                sample: unknown;
                type: string;
            }[];
            /** @description Its words are those of the OpenAPI document that its connector was made of. */
            is_imported: boolean;
            kind: components["schemas"]["OperationKind"];
            method: string;
            notes: components["schemas"]["OperationNote"][];
            path: string;
            profile: string;
            /** @description What a good result looks like, as JSON; or null. */
            reply_sample: unknown;
            retry_is_safe: boolean;
            scopes: string[];
            side_effects: string[];
            title: string;
        };
        /** @enum {string} */
        OperationKind: "action" | "search" | "trigger";
        /** @description What somebody should know before running an operation. */
        OperationNote: {
            /** @description In the caller's language. */
            text: string;
            word: string;
        };
        OperationPage: {
            items: components["schemas"]["OperationSummary"][];
            next: string | null;
        };
        /**
         * @example {
         *       "id": "contacts.get_contact",
         *       "app": "highlevel",
         *       "profile": "highlevel",
         *       "kind": "action",
         *       "effect": "read",
         *       "evidence": "documented",
         *       "title": "Get a contact",
         *       "help": "Reads one contact by its id.",
         *       "method": "GET",
         *       "path": "/contacts/{contactId}",
         *       "calls": 1,
         *       "idempotency": "reads",
         *       "retry_is_safe": true,
         *       "is_imported": false,
         *       "side_effects": []
         *     }
         */
        OperationSummary: {
            app: string;
            /** @description How many calls it costs; for a listing, each page. */
            calls: number;
            /** @enum {string} */
            effect: "read" | "create" | "update" | "remove";
            event_type?: string;
            /** @enum {string} */
            evidence: "documented" | "seen_in_code" | "own_contract" | "assumed";
            help: string;
            id: string;
            /**
             * @description What doing it twice does.
             * @enum {string}
             */
            idempotency: "reads" | "same" | "repeats";
            /** @description Its words are those of the OpenAPI document that its connector was made of. */
            is_imported: boolean;
            kind: components["schemas"]["OperationKind"];
            method: string;
            path: string;
            profile: string;
            retry_is_safe: boolean;
            side_effects: string[];
            title: string;
        };
        /**
         * @description How one sync stands.
         * @example {
         *       "id": "syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF",
         *       "label": "Clinique Rivière",
         *       "state": "running",
         *       "version": 2,
         *       "a": {
         *         "connection": "con_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
         *         "label": "Clinique Rivière",
         *         "connector": "highlevel"
         *       },
         *       "b": {
         *         "connection": "con_01KPC9P7GZ3H5J8K2M4N6Q9RST",
         *         "label": "Hexfit",
         *         "connector": "hexfit-full"
         *       },
         *       "health": {
         *         "state": "well",
         *         "weight": "good",
         *         "code": "condition.sync.well",
         *         "params": {},
         *         "message": "Both sides are kept in agreement.",
         *         "remedy": "",
         *         "since": null,
         *         "next_try_at": null,
         *         "waits": 1
         *       },
         *       "linked": 276,
         *       "open_issues": 4,
         *       "unsure": 4,
         *       "last_change_at": "2026-03-01T10:04:03.120Z",
         *       "quota": {
         *         "a": {
         *           "limit": null,
         *           "used_month": 0,
         *           "used_30_days": 0,
         *           "free_at": null
         *         },
         *         "b": {
         *           "limit": 500,
         *           "used_month": 244,
         *           "used_30_days": 244,
         *           "free_at": null
         *         }
         *       }
         *     }
         */
        OverviewLine: {
            a: components["schemas"]["SyncSide"];
            b: components["schemas"]["SyncSide"];
            health: components["schemas"]["Condition"];
            id: string;
            label: string;
            last_change_at: components["schemas"]["TimeOrNull"];
            /** @description People who are linked. */
            linked: number;
            /** @description Questions and troubles that wait for a person. */
            open_issues: number;
            quota: {
                a: components["schemas"]["Quota"];
                b: components["schemas"]["Quota"];
            };
            state: components["schemas"]["SyncState"];
            /** @description Of these, who is who. */
            unsure: number;
            /** @description Of mapping and policy. */
            version: number;
        };
        OverviewPage: {
            items: components["schemas"]["OverviewLine"][];
            /** @description Of these in trouble or waiting for an answer. */
            needs_look: number;
            next: string | null;
            /** @description Of these by state. */
            states: {
                [key: string]: number;
            };
            /** @description Syncs with such a name, whatever their state. */
            total: number;
        };
        /** @description One person, as Lockstep knows them; values are those of side a, or of side b where side a has nobody. */
        Person: {
            a_record: string | null;
            b_record: string | null;
            email: string | null;
            /** @description The id that another system gave. */
            external_id: string | null;
            /** @description All mapped fields, in side a’s names. */
            fields: {
                [key: string]: components["schemas"]["Value"];
            };
            first_name: string;
            full_name: string;
            /** @description The link, or the record where there is no link yet. */
            id: string;
            last_name: string;
            link_id: string | null;
            phone: string | null;
            state: components["schemas"]["RecordState"];
            updated_at: components["schemas"]["TimeOrNull"];
        };
        PersonDone: {
            /** @enum {string} */
            did: "created" | "updated" | "unchanged";
            /**
             * @description `carried`: the sync looks at the person now. `waits`: it is not running. `not_carried`: it creates nobody at the other side.
             * @enum {string}
             */
            next: "carried" | "waits" | "not_carried";
            person: components["schemas"]["Person"];
            /**
             * @description Where it was written; the sync carries it to the other one.
             * @enum {string}
             */
            side: "a" | "b";
            /** @description The same in a sentence. */
            why: string;
            /** @description The fields that were written, in side a’s names. */
            written: string[];
        };
        PersonNews: {
            at: components["schemas"]["Time"];
            /** @description The fields that changed, in side a’s names; empty for `new`. */
            fields: string[];
            id: string;
            /** @enum {string} */
            kind: "new" | "updated";
            person: components["schemas"]["Person"];
        };
        PersonNewsPage: {
            items: components["schemas"]["PersonNews"][];
        };
        PersonPage: {
            items: components["schemas"]["Person"][];
        };
        /**
         * @example {
         *       "email": "anne.roy@example.com",
         *       "full_name": "Anne Roy",
         *       "external_id": "crm-17"
         *     }
         */
        PersonWish: {
            /** Format: line */
            email?: string | null;
            /**
             * Format: line
             * @description The caller’s own id of the person; kept from then on.
             */
            external_id?: string | null;
            /** @description Further mapped fields, in side a’s names; text, a number, a date as YYYY-MM-DD, or a list for several values. */
            fields?: {
                [key: string]: unknown;
            };
            /** Format: line */
            first_name?: string | null;
            /**
             * Format: line
             * @description The last word becomes the last name, unless first or last name is given.
             */
            full_name?: string | null;
            /**
             * Format: line
             * @description The id of a link or of a record of either app.
             */
            id?: string | null;
            /** Format: line */
            last_name?: string | null;
            /**
             * @description `create` refuses somebody who is there, `update` somebody who is not.
             * @default create_or_update
             * @enum {string}
             */
            mode: "create_or_update" | "create" | "update";
            /** Format: line */
            phone?: string | null;
        };
        /**
         * @example {
         *       "state": "done",
         *       "started_at": "2026-03-01T10:02:00.000Z",
         *       "finished_at": "2026-03-01T10:02:02.410Z",
         *       "progress": {
         *         "read_a": 200,
         *         "read_b": 200,
         *         "compared": 280,
         *         "total": 280
         *       },
         *       "records": {
         *         "a": 200,
         *         "b": 200
         *       },
         *       "linked": 0,
         *       "matched": 117,
         *       "unsure": 3,
         *       "create_in_a": 80,
         *       "create_in_b": 80,
         *       "update_a": 31,
         *       "update_b": 44,
         *       "people_to_update": 58,
         *       "unchanged": 42,
         *       "changes_by_field": [
         *         {
         *           "field": "phone",
         *           "a": 12,
         *           "b": 19
         *         },
         *         {
         *           "field": "address1",
         *           "a": 9,
         *           "b": 14
         *         }
         *       ],
         *       "calls": {
         *         "a": 131,
         *         "b": 204
         *       },
         *       "side_effects": {
         *         "invitations": 80
         *       },
         *       "custom_fields_to_create": [
         *         "hexfit_id"
         *       ],
         *       "estimated_seconds": 34,
         *       "samples": [
         *         {
         *           "name": "Anne Roy",
         *           "a_record": "Kp3x9TqLmNw2VbYc7RdZ",
         *           "b_record": "100241",
         *           "kind": "update",
         *           "side": "b",
         *           "reason": "email",
         *           "fields": [
         *             {
         *               "field": "phone",
         *               "side": "b",
         *               "before": "+15145550123",
         *               "after": "+15145550199",
         *               "reason": "first_match"
         *             }
         *           ]
         *         }
         *       ],
         *       "error": null
         *     }
         */
        PlanReport: {
            calls?: components["schemas"]["SideCounts"];
            changes_by_field?: {
                a: number;
                b: number;
                field: string;
            }[];
            create_in_a?: number;
            create_in_b?: number;
            custom_fields_to_create?: string[];
            /** @description Why it failed, in the language of Accept-Language. */
            error?: string | null;
            error_code?: string | null;
            estimated_seconds?: number;
            finished_at?: components["schemas"]["TimeOrNull"];
            /** @description Linked already. */
            linked?: number;
            /** @description Would be linked. */
            matched?: number;
            /** @description Of the creates: those whose e-mail or phone another record there has. Apps that allow no duplicates refuse them. */
            may_be_refused?: number;
            /** @description Those fields, and how many people lack each. */
            needs?: {
                field: string;
                people: number;
                side: components["schemas"]["Side"];
            }[];
            /** @description People who are not created, because the app demands a field that is blank. */
            not_created?: number;
            /** @description People of whom something changes at one side or both, each counted once. */
            people_to_update?: number;
            progress: {
                compared: number;
                read_a: number;
                read_b: number;
                total: number;
            };
            records?: components["schemas"]["SideCounts"];
            samples?: {
                a_record: string | null;
                b_record: string | null;
                fields: {
                    after: components["schemas"]["Value"];
                    before: components["schemas"]["Value"];
                    field: string;
                    reason: string;
                    side: components["schemas"]["Side"];
                }[];
                /** @enum {string} */
                kind: "create" | "update" | "link" | "unsure" | "needs";
                name: string;
                /** @description Why they match, or why nobody knows. */
                reason: string;
                /**
                 * @description The side that is written; "" for both.
                 * @enum {string}
                 */
                side: "a" | "b" | "";
            }[];
            side_effects?: {
                invitations: number;
            };
            started_at: components["schemas"]["Time"];
            /** @enum {string} */
            state: "reading" | "comparing" | "done" | "failed";
            /** @description The version of the sync by which it was made; when the sync has another one now, it may say what is no longer so. */
            sync_version?: number;
            unchanged?: number;
            unsure?: number;
            update_a?: number;
            update_b?: number;
        };
        Policy: {
            /** @description When one field is emptied or changed at one side for more people within an hour, the rest waits until a person has answered. What the first reading does is not counted. */
            brake?: {
                changed?: components["schemas"]["BrakeLimit"];
                cleared?: components["schemas"]["BrakeLimit"];
            };
            /** @description How long an app may show an older copy after a change, and how long a write without a clear answer may still be carried out. */
            consistency_delay_seconds?: number;
            /** @description What becomes of people whom an app does not take, because a field that it demands is blank at the other side. At most one rule for a field. */
            new_records?: {
                /**
                 * Format: line
                 * @description At that side.
                 */
                field: string;
                /**
                 * @description value: every such record gets it. ask_each: a question about each person. leave_out: they are not created, and nobody is asked.
                 * @enum {string}
                 */
                how: "value" | "ask_each" | "leave_out";
                side: components["schemas"]["Side"];
                /** Format: line */
                value?: string;
            }[];
            notes?: components["schemas"]["AttachedPolicy"];
            poll_every_seconds?: number;
            /** @description The part of the app's allowance, per interval, day and month, that this sync may use. Absent - four fifths of an interval and of a day, nine tenths of a month. */
            quota_share?: number;
            read_before_write_after_seconds?: number;
            /** @description How often the same value is written to a record within an hour before a person is asked. */
            same_write_max?: number;
            /** @description Creating a Hexfit client e-mails the person; off means such creates wait. */
            send_invitations?: boolean;
            sweep_every_seconds?: number;
            tasks?: components["schemas"]["AttachedPolicy"];
            /** @description Assumption: the time of change or version that a record shows never goes back from an older copy to a newer one. Off, only values tell an old copy from an edit. */
            trusts_record_times?: boolean;
        };
        PreviewCounts: {
            /** @description People about whom a new question would be asked. */
            asked: number;
            by_field: {
                a: number;
                asked: number;
                b: number;
                field: string;
            }[];
            examples: {
                asked: boolean;
                changes: {
                    after: components["schemas"]["Value"];
                    before: components["schemas"]["Value"];
                    field: string;
                    reason: string;
                    /** @enum {string} */
                    side: "a" | "b";
                }[];
                link_id: string | null;
                name: string;
            }[];
            is_sample: boolean;
            linked: number;
            looked_at: number;
            /** @description People of whom a value would be written that is not written now. */
            people: number;
            read_now: number;
            /** @description Rows with a field that our copies do not carry yet. */
            unread: string[];
            version: number;
        };
        /**
         * @description An error in the language of Accept-Language, English or French. Programs go by code and params; title, detail and remedy are for people.
         * @example {
         *       "type": "/docs/errors/api.unknown_member",
         *       "title": "A member of the body is not known",
         *       "status": 400,
         *       "detail": "“colour” is not known here.",
         *       "remedy": "Compare the body with the schema in `/api/v1/openapi.json`.",
         *       "code": "api.unknown_member",
         *       "params": {
         *         "reason": "named",
         *         "name": "colour"
         *       },
         *       "technical": "reading the body: \"colour\" is not known here",
         *       "request_id": "req_01KPCA5N8Q",
         *       "field": "/colour"
         *     }
         */
        Problem: {
            code: string;
            /** @description What is wrong in this case, or else what the code means. */
            detail: string;
            /** @description The member of the body at fault, as a JSON pointer; the name of a query parameter. */
            field?: string;
            params: components["schemas"]["MessageParams"];
            /** @description All problems of a mapping. */
            problems?: {
                code: string;
                message: string;
                row?: number;
            }[];
            /** @description What to do. */
            remedy?: string;
            request_id: string;
            status: number;
            /** @description The error as the log has it, in English. Absent where it would tell of the inside. */
            technical?: string;
            /** @description What happened. */
            title: string;
            /** @description The address of the page that explains the code; this server serves it. */
            type: string;
        };
        QuietHours: {
            /** Format: line */
            from: string;
            /** Format: line */
            until: string;
        };
        /**
         * @description The month's allowance of calls; limit null where the app states none.
         * @example {
         *       "limit": 500,
         *       "used_month": 12,
         *       "used_30_days": 40,
         *       "free_at": null
         *     }
         */
        Quota: {
            /**
             * Format: date-time
             * @description What syncs may use of it is used up; writes wait until then. Null while there is some.
             */
            free_at: string | null;
            limit: number | null;
            used_30_days: number;
            used_month: number;
        };
        /**
         * @description How soon an edit at the app is noticed.
         * @example {
         *       "has_webhooks": true,
         *       "webhooks_arrive": false,
         *       "poll_every_seconds": 60,
         *       "sweep_every_seconds": 900,
         *       "late_seconds_most": 60,
         *       "guide": "Make a workflow.",
         *       "guide_body": "{\"eventType\": \"contact.updated\"}"
         *     }
         */
        Reach: {
            /** @description How a person makes the app send webhooks by hand. */
            guide: string | null;
            /** @description What such a request is to hold. */
            guide_body: string | null;
            /** @description The app can send webhooks with this profile. */
            has_webhooks: boolean;
            /** @description Without a webhook, if all goes well. Null: nothing reads the app now. */
            late_seconds_most: number | null;
            /** @description Null where the profile lists no changes or no sync runs. */
            poll_every_seconds: number | null;
            sweep_every_seconds: number | null;
            /** @description One was accepted, and fewer than ten in a row were refused since. */
            webhooks_arrive: boolean;
        };
        RecordPage: {
            items: components["schemas"]["RecordSummary"][];
            /** @description False for a while after an upgrade: some records cannot be found by name yet. */
            names_complete: boolean;
            next: string | null;
        };
        /** @description Null where that side has no such record. */
        RecordSide: null | {
            archived: boolean;
            changed_at: components["schemas"]["TimeOrNull"];
            fields: {
                [key: string]: components["schemas"]["Value"];
            };
            id: string;
            observed_at: components["schemas"]["TimeOrNull"];
        };
        /** @enum {string} */
        RecordState: "linked" | "only_a" | "only_b" | "creating" | "unsure";
        /**
         * @example {
         *       "link_id": "lnk_01KPC9T6Y8Z1B3D5F7H9K2M4NP",
         *       "a_record": "Kp3x9TqLmNw2VbYc7RdZ",
         *       "b_record": "100241",
         *       "name": "Anne Roy",
         *       "email": "anne.roy@example.com",
         *       "phone": "+15145550199",
         *       "state": "linked",
         *       "updated_at": "2026-03-01T10:04:03.120Z"
         *     }
         */
        RecordSummary: {
            a_record: string | null;
            b_record: string | null;
            email: string | null;
            link_id: string | null;
            name: string;
            phone: string | null;
            state: components["schemas"]["RecordState"];
            updated_at: components["schemas"]["TimeOrNull"];
        };
        /**
         * @example {
         *       "summary": {
         *         "link_id": "lnk_01KPC9T6Y8Z1B3D5F7H9K2M4NP",
         *         "a_record": "Kp3x9TqLmNw2VbYc7RdZ",
         *         "b_record": "100241",
         *         "name": "Anne Roy",
         *         "email": "anne.roy@example.com",
         *         "phone": "+15145550199",
         *         "state": "linked",
         *         "updated_at": "2026-03-01T10:04:03.120Z"
         *       },
         *       "sides": {
         *         "a": {
         *           "id": "Kp3x9TqLmNw2VbYc7RdZ",
         *           "fields": {
         *             "firstName": "Anne",
         *             "lastName": "Roy",
         *             "phone": "+15145550199",
         *             "tags": [
         *               "vip"
         *             ]
         *           },
         *           "changed_at": "2026-03-01T10:04:00.000Z",
         *           "observed_at": "2026-03-01T10:04:00.450Z",
         *           "archived": false
         *         },
         *         "b": {
         *           "id": "100241",
         *           "fields": {
         *             "firstname": "Anne",
         *             "lastname": "Roy",
         *             "phone": "+15145550199",
         *             "groups": [
         *               "VIP"
         *             ]
         *           },
         *           "changed_at": "2026-03-01T10:04:03.000Z",
         *           "observed_at": "2026-03-01T10:04:03.120Z",
         *           "archived": false
         *         }
         *       },
         *       "rows": [
         *         {
         *           "field": "firstName",
         *           "a": "Anne",
         *           "b": "Anne",
         *           "base": "Anne",
         *           "decision": "agree",
         *           "reason": "equal"
         *         },
         *         {
         *           "field": "phone",
         *           "a": "+15145550199",
         *           "b": "+15145550199",
         *           "base": "+15145550199",
         *           "decision": "agree",
         *           "reason": "equal"
         *         },
         *         {
         *           "field": "tags",
         *           "a": [
         *             "vip"
         *           ],
         *           "b": [
         *             "vip"
         *           ],
         *           "base": [
         *             "vip"
         *           ],
         *           "decision": "agree",
         *           "reason": "equal"
         *         }
         *       ],
         *       "history": [
         *         {
         *           "id": "chg_01KPCA2E9W2Y4Z6C8F1H3J5LMN",
         *           "at": "2026-03-01T10:04:00.460Z",
         *           "settled_at": "2026-03-01T10:04:03.120Z",
         *           "batch_id": "bat_01KPCA2E0T1V3X5Z7B9D2F4H6J",
         *           "link_id": "lnk_01KPC9T6Y8Z1B3D5F7H9K2M4NP",
         *           "a_record": "Kp3x9TqLmNw2VbYc7RdZ",
         *           "b_record": "100241",
         *           "side": "b",
         *           "field": "phone",
         *           "before": "+15145550123",
         *           "after": "+15145550199",
         *           "reason": "changed",
         *           "mapping_version": 2,
         *           "event_id": "evt_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *           "call_id": "cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q",
         *           "outcome": "done"
         *         }
         *       ],
         *       "issues": []
         *     }
         */
        RecordView: {
            history: components["schemas"]["Change"][];
            issues: components["schemas"]["Issue"][];
            /** @description One per mapped field, in side a's names and canonical values; what the merge would decide now. */
            rows: {
                a: components["schemas"]["Value"];
                b: components["schemas"]["Value"];
                /** @description Null also when the sides never agreed. */
                base: components["schemas"]["Value"];
                /** @enum {string} */
                decision: "agree" | "write_a" | "write_b" | "write_both" | "none" | "ask";
                field: string;
                reason: string;
            }[];
            sides: {
                a: components["schemas"]["RecordSide"];
                b: components["schemas"]["RecordSide"];
            };
            summary: components["schemas"]["RecordSummary"];
        };
        /**
         * @example {
         *       "replayed": 3
         *     }
         */
        Replayed: {
            replayed: number;
        };
        /** @enum {string} */
        Role: "owner" | "admin" | "viewer";
        Rotation: {
            /**
             * @description So long the old secret signs as well.
             * @default 24
             */
            overlap_hours: number;
        };
        RunInput: {
            /** @description Whoever asks knows that it cannot be undone. */
            confirm?: boolean;
            dry_run?: boolean;
            inputs?: {
                [key: string]: unknown;
            };
        };
        /**
         * @example {
         *       "dry_run": false,
         *       "needs_confirmation": false,
         *       "notes": [
         *         {
         *           "word": "calls",
         *           "text": "It costs one call."
         *         },
         *         {
         *           "word": "reads",
         *           "text": "It only reads. Doing it again changes nothing."
         *         }
         *       ],
         *       "outcome": "done",
         *       "reply_class": "ok",
         *       "call_id": "cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q",
         *       "tries": 1,
         *       "request": {
         *         "method": "GET",
         *         "url": "https://services.leadconnectorhq.com/contacts/Kp3x9TqLmNw2VbYc7RdZ",
         *         "headers": {
         *           "Authorization": "Bearer ********",
         *           "Version": "2021-07-28",
         *           "Accept": "application/json"
         *         },
         *         "body": null
         *       },
         *       "reply": {
         *         "status": 200,
         *         "body": {
         *           "contact": {
         *             "id": "Kp3x9TqLmNw2VbYc7RdZ",
         *             "firstName": "Anne",
         *             "lastName": "Roy"
         *           }
         *         },
         *         "message": ""
         *       },
         *       "error": null
         *     }
         */
        RunResult: {
            call_id: string;
            dry_run: boolean;
            /** @description Null when done. */
            error: null | {
                code: string;
                message: string;
                remedy: string;
                title: string;
            };
            needs_confirmation: boolean;
            notes: components["schemas"]["OperationNote"][];
            /** @enum {string} */
            outcome: "done" | "refused" | "retry_later" | "unknown" | "not_sent";
            reply: {
                /** @description What the operation declares as its result; outside of the app's envelope. */
                body: unknown;
                /** @description The app's own words. */
                message: string;
                /** @description 0 when there was no reply. */
                status: number;
            };
            /** @description ok, duplicate, invalid, unauthorized, forbidden, not_found, limited, quota_spent, changed_since, unavailable, malformed. */
            reply_class: string;
            request: {
                /** @description JSON, or null when there is none. */
                body: unknown;
                headers: {
                    [key: string]: string;
                };
                method: string;
                url: string;
            };
            tries: number;
        };
        Sandbox: {
            /** @description The left one first. */
            books: components["schemas"]["SandboxBook"][];
        };
        SandboxAllowance: {
            left: number | null;
            /** @description Null is no limit. */
            limit: number | null;
            name: string;
            /** @description In the language of Accept-Language. */
            title: string;
        };
        SandboxAttached: {
            added_at: string | null;
            completed: boolean;
            due_at: string | null;
            id: string;
            text: string | null;
            title: string | null;
        };
        SandboxBook: {
            allowance: components["schemas"]["SandboxAllowance"][];
            app: string;
            /** @description So many calls it was sent. */
            calls: number;
            /** @description The connection that leads to it. */
            connection: string | null;
            /** @description Types of events that can be made to happen. */
            events: string[];
            form: components["schemas"]["SandboxField"][];
            people: number;
            title: string;
            webhooks: {
                accepted: number;
                given_up: number;
                lost: number;
                sent: number;
                waiting: number;
            };
        };
        SandboxEvent: {
            /** Format: line */
            type: string;
        };
        SandboxFault: {
            app: string;
            /** @description What the app does while it is on. */
            explanation: string;
            group: string;
            group_title: string;
            name: string;
            on: boolean;
            /** @description What Lockstep does about it, and what a person would have to do. */
            remedy: string;
            /**
             * Format: date-time
             * @description When it was turned on here; null while it is off, or where it was set in another way.
             */
            since: string | null;
            /** @description How often it has struck since the app began. */
            struck: number;
            title: string;
        };
        SandboxFaultPage: {
            items: components["schemas"]["SandboxFault"][];
        };
        /** @description A field of the app’s own form, as it calls it; dots lead into objects. */
        SandboxField: {
            choices: string[];
            /** @enum {string} */
            kind: "text" | "date" | "choice" | "list" | "flag";
            name: string;
        };
        SandboxFields: {
            /** @description As in the book’s `form`: a text, a list of texts, true or false, null. */
            fields: {
                [key: string]: unknown;
            };
        };
        SandboxLine: {
            app: string;
            archived: boolean;
            /** Format: date-time */
            changed_at: string;
            email: string | null;
            id: string;
            name: string;
            phone: string | null;
        } | null;
        SandboxNote: {
            /** Format: lines */
            text: string;
        };
        /** @description One person; null where the book does not have them or they are not linked. */
        SandboxPair: {
            left: components["schemas"]["SandboxLine"];
            link_id: string | null;
            right: components["schemas"]["SandboxLine"];
            sync: string | null;
        };
        SandboxPeoplePage: {
            items: components["schemas"]["SandboxPair"][];
            next: string | null;
        };
        SandboxPerson: {
            app: string;
            archived: boolean;
            /**
             * Format: date-time
             * @description When this was so.
             */
            at: string;
            /** Format: date-time */
            changed_at: string;
            /** Format: date-time */
            created_at: string;
            email: string | null;
            /** @description As the app calls them; dots lead into objects. */
            fields: {
                [key: string]: unknown;
            };
            id: string;
            link_id: string | null;
            name: string;
            notes: components["schemas"]["SandboxAttached"][];
            /** @description The id of the same person in the other book. */
            partner: string | null;
            phone: string | null;
            sync: string | null;
            tasks: components["schemas"]["SandboxAttached"][];
        };
        SandboxSwitch: {
            on: boolean;
        };
        SandboxTask: {
            /** Format: date-time */
            due_at?: string;
            /** Format: lines */
            text?: string;
            /** Format: line */
            title: string;
        };
        /**
         * @example {
         *       "id": "sch_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "label": "Before the clinic opens",
         *       "every": "week",
         *       "minutes": null,
         *       "at": "08:00",
         *       "weekdays": [
         *         1,
         *         2,
         *         3,
         *         4,
         *         5
         *       ],
         *       "zone": "America/Toronto",
         *       "missed": "once",
         *       "created_at": "2026-03-01T10:04:00.000Z",
         *       "paused_at": null,
         *       "next": [
         *         "2026-03-02T13:00:00.000Z"
         *       ],
         *       "last_at": null,
         *       "fired": 0,
         *       "left_out": 0
         *     }
         */
        Schedule: {
            /** @description For `day` and `week`. */
            at: string | null;
            created_at: components["schemas"]["Time"];
            every: components["schemas"]["ScheduleEvery"];
            /** @description How many events it has made. */
            fired: number;
            id: string;
            label: string;
            /** @description The time of its latest event. */
            last_at: string | null;
            /** @description How many missed times made none. */
            left_out: number;
            /** @description For `minutes`. */
            minutes: number | null;
            missed: components["schemas"]["ScheduleMissed"];
            /** @description The next five times; none while it is paused. */
            next: string[];
            paused_at: string | null;
            /** @description For `week`: 1 is Monday, 7 Sunday. */
            weekdays: number[];
            zone: string;
        };
        /** @enum {string} */
        ScheduleEvery: "minutes" | "day" | "week";
        /**
         * @description What becomes of times that passed while nothing ran. `skip`: they are left out (the last one counts for five minutes); `once`: one event stands for all of them; `all`: one event for each, of the newest 100.
         * @enum {string}
         */
        ScheduleMissed: "skip" | "once" | "all";
        SchedulePage: {
            items: components["schemas"]["Schedule"][];
            next: string | null;
        };
        /**
         * @example {
         *       "signed_in": true,
         *       "setup_required": false,
         *       "user": {
         *         "id": "usr_01KPC9K5Z3X7V1T4R6P8M2N0BD",
         *         "email": "owner@clinique-riviere.example",
         *         "role": "owner"
         *       },
         *       "scope": "owner",
         *       "expires_at": "2026-03-15T10:04:00.000Z"
         *     }
         */
        Session: {
            expires_at?: components["schemas"]["TimeOrNull"];
            /**
             * @description What the caller may do; owner has people and keys as well.
             * @enum {string}
             */
            scope?: "read" | "write" | "owner";
            /** @description There is no owner yet; show the set-up page. */
            setup_required: boolean;
            signed_in: boolean;
            user: components["schemas"]["User"] | null;
        };
        SetEdit: {
            add: string[];
            remove: string[];
        };
        SetUp: {
            /** Format: line */
            email: string;
            /**
             * Format: line
             * @description 12 characters and more are advised.
             */
            password: string;
            /** Format: line */
            setup_code: string;
        };
        SetupCode: {
            /** Format: date-time */
            expires_at: string;
            setup_code: string;
        };
        /** @enum {string} */
        Side: "a" | "b";
        SideCounts: {
            a: number;
            b: number;
        };
        SignIn: {
            /** Format: line */
            email: string;
            /** Format: line */
            password: string;
        };
        Snapshot: {
            /** Format: date-time */
            accepted_at: string | null;
            bytes: number;
            /** @description From an earlier file with the same columns. */
            columns_are_remembered: boolean;
            /** @description When it was accepted. */
            counts: components["schemas"]["SnapshotCounts"] | null;
            /** @enum {string} */
            encoding: "utf-8" | "utf-8-bom" | "windows-1252" | "utf-16le" | "utf-16be";
            file_name: string;
            id: string;
            rows: number;
            separator: string | null;
            /** @enum {string} */
            shape: "separated" | "json";
            state: components["schemas"]["SnapshotState"];
            /** Format: date-time */
            uploaded_at: string;
            uploaded_by: string;
        };
        SnapshotAcceptance: {
            /** @description Also when many people are missing from it. */
            confirm?: boolean;
        };
        SnapshotChange: {
            after: components["schemas"]["Value"];
            before: components["schemas"]["Value"];
            field: string;
            label: string;
        };
        SnapshotColumn: {
            order?: components["schemas"]["DateOrder"];
            /**
             * Format: line
             * @description Name of a field; #id, #archived (yes: archived) or #active (yes: not archived); null leaves the column out.
             */
            takes: string | null;
        };
        SnapshotColumnLook: {
            filled: number;
            guess: components["schemas"]["SnapshotColumn"] | null;
            is_date: boolean;
            /** @description Its dates can be read both ways. */
            is_order_open: boolean;
            name: string;
            order: components["schemas"]["DateOrder"];
            samples: string[];
            /** @enum {string} */
            sureness: "none" | "likely" | "known";
            takes: string | null;
        };
        SnapshotColumns: {
            columns: components["schemas"]["SnapshotColumn"][];
        };
        SnapshotCounts: {
            absent: number;
            changed: number;
            /** @description Rows that are nobody. */
            invalid: number;
            /** @description Who was known before. */
            known: number;
            new: number;
            /** @description Who is in the file. */
            people: number;
            /** @description Rows of somebody who stood in the file before. */
            repeated: number;
            unchanged: number;
            /** @description People of whom a cell could not be read; it counts as not said. */
            with_problems: number;
        };
        SnapshotDifference: {
            changes: components["schemas"]["SnapshotChange"][];
            email: string | null;
            /**
             * @description Of an invalid row.
             * @enum {string|null}
             */
            fault: "nobody" | "too_many_cells" | null;
            /** @description Of a repeated row. */
            first_line: number | null;
            is_archived: boolean;
            kind: components["schemas"]["DifferenceKind"];
            /** @description In the file; null for who is absent from it. */
            line: number | null;
            name: string;
            phone: string | null;
            problems: components["schemas"]["SnapshotProblem"][];
            record_id: string | null;
            /** @description When that changed. */
            was_archived: boolean | null;
        };
        SnapshotDifferencePage: {
            counts: components["schemas"]["SnapshotCounts"];
            items: components["schemas"]["SnapshotDifference"][];
            /** @description Accepting it has to be confirmed. */
            loses_many: boolean;
            next: string | null;
        };
        SnapshotField: {
            kind: string;
            label: string;
            means: string;
            name: string;
        };
        SnapshotPage: {
            items: components["schemas"]["Snapshot"][];
            next: string | null;
        };
        SnapshotPerson: {
            fields: components["schemas"]["SnapshotValue"][];
            is_archived: boolean;
            line: number;
            name: string;
            problems: components["schemas"]["SnapshotProblem"][];
            record_id: string | null;
        };
        SnapshotPreview: {
            columns: components["schemas"]["SnapshotColumnLook"][];
            fields: components["schemas"]["SnapshotField"][];
            people: components["schemas"]["SnapshotPerson"][];
            snapshot: components["schemas"]["Snapshot"];
            /** @description With what it can be compared beside the snapshot before it. */
            syncs: components["schemas"]["SnapshotSync"][];
        };
        SnapshotProblem: {
            /** @enum {string} */
            fault: "date" | "email" | "phone" | "state" | "lost";
            field: string;
            label: string;
        };
        /** @enum {string} */
        SnapshotState: "draft" | "current" | "earlier";
        SnapshotSync: {
            id: string;
            label: string;
        };
        SnapshotValue: {
            field: string;
            label: string;
            value: components["schemas"]["Value"];
        };
        StatusNotice: {
            state: components["schemas"]["SyncState"];
            sync: string;
        };
        /**
         * @example {
         *       "id": "sub_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "label": "Our data warehouse",
         *       "address": "https://example.com/lockstep",
         *       "types": [
         *         "contact.updated"
         *       ],
         *       "sync": null,
         *       "payload": "thin",
         *       "signature": "hmac",
         *       "public_key": null,
         *       "state": "on",
         *       "why": null,
         *       "created_at": "2026-03-01T10:04:00.000Z",
         *       "failing_since": null,
         *       "last_done_at": null,
         *       "old_secret_until": null,
         *       "waiting": 0,
         *       "dead": 0
         *     }
         */
        Subscription: {
            /** @description For whoever may only read the host alone. */
            address: string;
            created_at: components["schemas"]["Time"];
            /** @description 1000 stands for 1000 or more. */
            dead: number;
            failing_since: components["schemas"]["TimeOrNull"];
            id: string;
            label: string;
            last_done_at: components["schemas"]["TimeOrNull"];
            old_secret_until: components["schemas"]["TimeOrNull"];
            /** @enum {string} */
            payload: "thin" | "full";
            /** @description Of the Ed25519 key pair, `whpk_` and base64. */
            public_key: string | null;
            /** @enum {string} */
            signature: "hmac" | "both";
            state: components["schemas"]["SubscriptionState"];
            /** @description Null for every sync. */
            sync: string | null;
            /** @description Empty for all. */
            types: string[];
            /** @description 1000 stands for 1000 or more. */
            waiting: number;
            /** @description Of one that was switched off by itself: `gone` (the address answered 410) or `failing` (for five days). */
            why: string | null;
        };
        SubscriptionChange: {
            /** Format: line */
            address?: string;
            /** Format: line */
            label?: string;
            /** @enum {string} */
            payload?: "thin" | "full";
            state?: components["schemas"]["SubscriptionState"];
            /**
             * Format: line
             * @description Empty for every sync.
             */
            sync?: string;
            types?: string[];
        };
        SubscriptionPage: {
            items: components["schemas"]["Subscription"][];
            next: null;
        };
        /** @enum {string} */
        SubscriptionState: "on" | "paused" | "disabled";
        /**
         * @example {
         *       "id": "sub_01KPCA1T3V5X7Z9B2D4F6H8JKM",
         *       "label": "Our data warehouse",
         *       "address": "https://example.com/lockstep",
         *       "types": [
         *         "contact.updated"
         *       ],
         *       "sync": null,
         *       "payload": "thin",
         *       "signature": "hmac",
         *       "public_key": null,
         *       "state": "on",
         *       "why": null,
         *       "created_at": "2026-03-01T10:04:00.000Z",
         *       "failing_since": null,
         *       "last_done_at": null,
         *       "old_secret_until": null,
         *       "waiting": 0,
         *       "dead": 0,
         *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
         *     }
         */
        SubscriptionWithSecret: {
            /** @description For whoever may only read the host alone. */
            address: string;
            created_at: components["schemas"]["Time"];
            /** @description 1000 stands for 1000 or more. */
            dead: number;
            failing_since: components["schemas"]["TimeOrNull"];
            id: string;
            label: string;
            last_done_at: components["schemas"]["TimeOrNull"];
            old_secret_until: components["schemas"]["TimeOrNull"];
            /** @enum {string} */
            payload: "thin" | "full";
            /** @description Of the Ed25519 key pair, `whpk_` and base64. */
            public_key: string | null;
            /** @description `whsec_` and base64. Shown this once. */
            secret: string;
            /** @enum {string} */
            signature: "hmac" | "both";
            state: components["schemas"]["SubscriptionState"];
            /** @description Null for every sync. */
            sync: string | null;
            /** @description Empty for all. */
            types: string[];
            /** @description 1000 stands for 1000 or more. */
            waiting: number;
            /** @description Of one that was switched off by itself: `gone` (the address answered 410) or `failing` (for five days). */
            why: string | null;
        };
        /**
         * @example {
         *       "id": "syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF",
         *       "label": "Clinique Rivière",
         *       "state": "running",
         *       "version": 2,
         *       "a": {
         *         "connection": "con_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
         *         "label": "Clinique Rivière",
         *         "connector": "highlevel"
         *       },
         *       "b": {
         *         "connection": "con_01KPC9P7GZ3H5J8K2M4N6Q9RST",
         *         "label": "Hexfit",
         *         "connector": "hexfit-full"
         *       },
         *       "id_fields": {
         *         "a": "custom.hexfit_id",
         *         "b": "external_id"
         *       },
         *       "mapping": {
         *         "rows": [
         *           {
         *             "a": "firstName",
         *             "b": "firstname",
         *             "kind": "text",
         *             "direction": "both",
         *             "conflict": "newest",
         *             "blank": "keep",
         *             "first_match": "newest",
         *             "enforce": false,
         *             "sensitivity": "identity"
         *           },
         *           {
         *             "a": "phone",
         *             "b": "phone",
         *             "kind": "phone",
         *             "direction": "both",
         *             "conflict": "newest",
         *             "blank": "keep",
         *             "first_match": "newest",
         *             "enforce": false,
         *             "sensitivity": "contact"
         *           },
         *           {
         *             "a": "gender",
         *             "b": "sexe",
         *             "kind": "text",
         *             "direction": "both",
         *             "conflict": "b",
         *             "blank": "keep",
         *             "first_match": "b",
         *             "enforce": false,
         *             "sensitivity": "identity",
         *             "transform": {
         *               "pairs": [
         *                 [
         *                   "male",
         *                   "m"
         *                 ],
         *                 [
         *                   "female",
         *                   "f"
         *                 ]
         *               ]
         *             }
         *           },
         *           {
         *             "a": "tags",
         *             "b": "groups",
         *             "kind": "set",
         *             "direction": "both",
         *             "conflict": "union",
         *             "blank": "keep",
         *             "first_match": "newest",
         *             "enforce": false,
         *             "sensitivity": "contact",
         *             "transform": {
         *               "pairs": [
         *                 [
         *                   "vip",
         *                   "VIP"
         *                 ]
         *               ]
         *             }
         *           }
         *         ],
         *         "a_holds_id_of_b": "custom.hexfit_id",
         *         "b_holds_id_of_a": "external_id",
         *         "match": [
         *           "stored_id",
         *           "email",
         *           "phone_and_name"
         *         ],
         *         "create_in_a": true,
         *         "create_in_b": true,
         *         "region": "CA"
         *       },
         *       "policy": {
         *         "consistency_delay_seconds": 180,
         *         "poll_every_seconds": 60,
         *         "sweep_every_seconds": 900,
         *         "read_before_write_after_seconds": 2,
         *         "send_invitations": false,
         *         "trusts_record_times": true,
         *         "same_write_max": 4,
         *         "notes": {
         *           "direction": "a_to_b",
         *           "existing": false,
         *           "edits": true,
         *           "since": "2026-03-01T10:04:00.000Z"
         *         },
         *         "tasks": {
         *           "direction": "off",
         *           "existing": false,
         *           "edits": true,
         *           "since": null
         *         }
         *       },
         *       "attached": {
         *         "note": {
         *           "to_a": true,
         *           "to_b": true,
         *           "edits_to_a": true,
         *           "edits_to_b": true
         *         },
         *         "task": {
         *           "to_a": true,
         *           "to_b": true,
         *           "edits_to_a": true,
         *           "edits_to_b": true
         *         },
         *         "confirm_to_a": true,
         *         "confirm_to_b": false
         *       },
         *       "created_at": "2026-03-01T10:04:00.000Z"
         *     }
         */
        Sync: {
            a: components["schemas"]["SyncSide"];
            attached: components["schemas"]["SyncAttached"];
            b: components["schemas"]["SyncSide"];
            created_at: components["schemas"]["Time"];
            id: string;
            /** @description The fields in which each side keeps the id of the other side's record. */
            id_fields: {
                a: string | null;
                b: string | null;
            };
            label: string;
            /** @description Left out where all syncs are listed. */
            mapping?: components["schemas"]["Mapping"];
            policy: components["schemas"]["Policy"];
            state: components["schemas"]["SyncState"];
            /** @description Of the document (mapping and policy). */
            version: number;
        };
        /** @description What these two apps can do with notes and tasks, and which directions a person has to confirm. */
        SyncAttached: {
            confirm_to_a: boolean;
            confirm_to_b: boolean;
            note: components["schemas"]["AttachedAbility"];
            task: components["schemas"]["AttachedAbility"];
        };
        SyncPage: {
            items: components["schemas"]["Sync"][];
            next: string | null;
        };
        SyncSide: {
            connection: string;
            /** @description The profile. */
            connector: string;
            label: string;
        };
        /** @enum {string} */
        SyncState: "draft" | "backfilling" | "running" | "paused";
        /**
         * @example {
         *       "state": "running",
         *       "backfill": {
         *         "phase": "done",
         *         "read": {
         *           "a": 200,
         *           "b": 200
         *         },
         *         "paired": 280,
         *         "total": 280
         *       },
         *       "counts": {
         *         "linked": 276,
         *         "unlinked_a": 2,
         *         "unlinked_b": 2,
         *         "records_a": 278,
         *         "records_b": 278,
         *         "unsure": 4,
         *         "waiting": 1,
         *         "unknown": 0,
         *         "open_issues": 4,
         *         "changes_24h": 344
         *       },
         *       "lag_seconds": 0.4,
         *       "calls": {
         *         "a": {
         *           "total": 512,
         *           "by_operation": {
         *             "contacts.search_contacts_advanced": 3,
         *             "contacts.get_contact": 301,
         *             "contacts.update_contact": 128,
         *             "contacts.create_contact": 80
         *           }
         *         },
         *         "b": {
         *           "total": 244,
         *           "by_operation": {
         *             "clients.list": 2,
         *             "clients.update": 162,
         *             "clients.create": 80
         *           }
         *         }
         *       },
         *       "quota": {
         *         "a": {
         *           "limit": null,
         *           "used_month": 512,
         *           "used_30_days": 512,
         *           "free_at": null
         *         },
         *         "b": {
         *           "limit": 500,
         *           "used_month": 244,
         *           "used_30_days": 244,
         *           "free_at": null
         *         }
         *       },
         *       "last_change_at": "2026-03-01T10:04:03.120Z",
         *       "health": {
         *         "state": "well",
         *         "weight": "good",
         *         "code": "condition.sync.well",
         *         "params": {},
         *         "message": "Both sides are kept in agreement.",
         *         "remedy": "",
         *         "since": null,
         *         "next_try_at": null,
         *         "waits": 1
         *       },
         *       "sides": {
         *         "a": {
         *           "state": "well",
         *           "weight": "good",
         *           "code": "condition.connection.well",
         *           "params": {
         *             "label": "Clinique Rivière",
         *             "app": "HighLevel"
         *           },
         *           "message": "HighLevel answers “Clinique Rivière”.",
         *           "remedy": "",
         *           "since": "2026-03-01T10:04:00.000Z",
         *           "next_try_at": null,
         *           "waits": 0
         *         },
         *         "b": {
         *           "state": "well",
         *           "weight": "good",
         *           "code": "condition.connection.well",
         *           "params": {
         *             "label": "Clinique Rivière",
         *             "app": "HighLevel"
         *           },
         *           "message": "HighLevel answers “Clinique Rivière”.",
         *           "remedy": "",
         *           "since": "2026-03-01T10:04:00.000Z",
         *           "next_try_at": null,
         *           "waits": 0
         *         }
         *       }
         *     }
         */
        SyncStatus: {
            backfill: {
                paired: number;
                /** @enum {string} */
                phase: "" | "read" | "pair_a" | "pair_b" | "done";
                read: {
                    a: number;
                    b: number;
                };
                total: number;
            };
            calls: {
                a: components["schemas"]["CallCounts"];
                b: components["schemas"]["CallCounts"];
            };
            counts: {
                changes_24h: number;
                linked: number;
                open_issues: number;
                records_a: number;
                records_b: number;
                /** @description Writes whose outcome is not known yet. */
                unknown: number;
                unlinked_a: number;
                unlinked_b: number;
                unsure: number;
                /** @description Records that someone said to look at. */
                waiting: number;
            };
            health: components["schemas"]["Condition"];
            /** @description Age of the oldest waiting look; while an app does not answer, since it was asked for. */
            lag_seconds: number;
            last_change_at: components["schemas"]["TimeOrNull"];
            quota: {
                a: components["schemas"]["Quota"];
                b: components["schemas"]["Quota"];
            };
            sides: {
                a: components["schemas"]["Condition"];
                b: components["schemas"]["Condition"];
            };
            state: components["schemas"]["SyncState"];
        };
        Time: string;
        TimeOrNull: string | null;
        /**
         * @example {
         *       "id": "tok_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
         *       "label": "Zapier",
         *       "scope": "write",
         *       "created_at": "2026-03-01T10:04:00.000Z",
         *       "last_used_at": null,
         *       "expires_at": "2027-03-01T10:04:00.000Z"
         *     }
         */
        Token: {
            created_at: components["schemas"]["Time"];
            expires_at: components["schemas"]["TimeOrNull"];
            id: string;
            label: string;
            last_used_at: components["schemas"]["TimeOrNull"];
            /** @enum {string} */
            scope: "read" | "write";
        };
        TokenPage: {
            items: components["schemas"]["Token"][];
            next: string | null;
        };
        TriedFlags: {
            a: boolean;
            b: boolean;
        };
        TriedMapping: {
            notes: components["schemas"]["MappingProblem"][];
            person: null | {
                a: {
                    [key: string]: components["schemas"]["Value"];
                };
                b: {
                    [key: string]: components["schemas"]["Value"];
                };
                link_id: string | null;
                name: string;
                read_now: boolean;
            };
            problems: components["schemas"]["MappingProblem"][];
            /** @description One for each row; null where the row is wrong. */
            rows: (null | components["schemas"]["TriedRow"])[];
            version: number;
        };
        TriedRow: {
            /** @description What each side would show. */
            after: components["schemas"]["TriedSides"];
            /** @description What side b would be given for what side a shows. */
            as_written: components["schemas"]["Value"];
            /** @description What both agreed on last, in side a's terms. */
            base: components["schemas"]["Value"];
            /** @enum {string} */
            decision: "agree" | "write_a" | "write_b" | "write_both" | "none" | "ask" | "create";
            /** @description Whether the copy carries the field. */
            known: components["schemas"]["TriedFlags"];
            question: string | null;
            reason: string;
            /** @description What each side shows. */
            shown: components["schemas"]["TriedSides"];
            written: components["schemas"]["TriedFlags"];
        };
        TriedSides: {
            a: components["schemas"]["Value"];
            b: components["schemas"]["Value"];
        };
        User: {
            email: string;
            id: string;
            role: components["schemas"]["Role"];
        };
        UserEntry: {
            /** Format: date-time */
            created_at: string;
            email: string;
            id: string;
            /** @description Null for whoever was invited and has not chosen a password yet. */
            joined_at: components["schemas"]["TimeOrNull"];
            /** @description While there is a link by which a password can be chosen. */
            link_expires_at: components["schemas"]["TimeOrNull"];
            role: components["schemas"]["Role"];
        };
        UserLink: {
            link: {
                /** Format: date-time */
                expires_at: string;
                /** @description After the address of this server; what follows the "#" is in no log. */
                path: string;
                /** @description The whole address; null where public_url is not set. */
                url: string | null;
            };
            mail: {
                /** @enum {string} */
                outcome: "not_asked" | "sent" | "failed" | "unknown";
                problem: string | null;
            };
            user: components["schemas"]["UserEntry"];
        };
        UserPage: {
            items: components["schemas"]["UserEntry"][];
            next: string | null;
        };
        /** @description A field's value: text, a set of texts (tags), or null for blank. */
        Value: string | string[] | null;
        ValuePair: {
            a: unknown;
            b: unknown;
        };
        /**
         * @example {
         *       "ok": false,
         *       "tried": true,
         *       "owner": "",
         *       "account_key": "",
         *       "call_id": "cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q",
         *       "detail": "HighLevel does not accept the credential.",
         *       "code": "error.api.credential_refused.credential",
         *       "params": {
         *         "app": "HighLevel",
         *         "status": "401"
         *       }
         *     }
         */
        Verification: {
            account_key: string;
            call_id: string;
            /** @description Names the sentence. Empty when all is well. */
            code: string;
            /** @description Why not, in the language of Accept-Language. */
            detail: string;
            ok: boolean;
            /** @description Whom the app says the credential belongs to: a location's or a person's name. Empty when it does not say. */
            owner: string;
            params: components["schemas"]["MessageParams"];
            /** @description False: the app is an imported one that has no call for it, and the credential is kept untried. */
            tried: boolean;
        };
        Version: {
            against: number | null;
            /** @description Id of a person or token. */
            author: string;
            changes: components["schemas"]["VersionChange"][];
            created_at: components["schemas"]["Time"];
            is_present: boolean;
            version: number;
        };
        VersionChange: {
            a: string;
            b: string;
            /** @enum {string} */
            kind: "added" | "removed" | "changed" | "setting" | "policy";
            members: {
                after: string;
                before: string;
                name: string;
            }[];
        };
        VersionPage: {
            items: components["schemas"]["Version"][];
            next: string | null;
        };
        VersionWhole: {
            against: number | null;
            /** @description Id of a person or token. */
            author: string;
            changes: components["schemas"]["VersionChange"][];
            created_at: components["schemas"]["Time"];
            is_present: boolean;
            mapping: components["schemas"]["Mapping"];
            policy: components["schemas"]["Policy"];
            version: number;
        };
        /** @description A Call with what was sent and came back. Members after `can_resend` are absent where nothing was kept of the exchange. */
        WholeCall: components["schemas"]["Call"] & {
            /** @description What was left of the app's allowance after the reply; null where nothing is known. */
            budget?: {
                day: number | null;
                month: number | null;
                /** @description Of the present interval. */
                now: number | null;
            };
            /** @description Whether `resend_call` would ask again. */
            can_resend: boolean;
            /** @description With what a read can be asked again. */
            inputs?: {
                [key: string]: unknown;
            } | null;
            /** @description Values of the health class were left out. */
            is_masked?: boolean;
            /** @description Null when there was none. */
            reply?: {
                body: components["schemas"]["KeptBody"];
                headers: components["schemas"]["KeptHeaders"];
                status: number;
            } | null;
            request?: {
                body: components["schemas"]["KeptBody"];
                headers: components["schemas"]["KeptHeaders"];
                method: string;
                url: string;
            };
            /** @description For its turn, before this try. */
            waited_ms?: number;
        };
        Workflow: {
            about: components["schemas"]["LocalText"];
            changed_at: components["schemas"]["Time"];
            /** @description What stands, or shall stand, behind each name of the definition */
            connections: {
                [key: string]: string;
            };
            created_at: components["schemas"]["Time"];
            /** @description The draft; not in lists */
            definition?: string;
            /** @description The draft is not what was published last */
            differs: boolean;
            id: string;
            name: {
                en: string;
                fr: string;
            };
            /** @description Of the draft */
            problems: components["schemas"]["WorkflowProblem"][];
            /** @description Its newest runs, ten at most */
            recent: {
                id: string;
                started_at: components["schemas"]["Time"];
                status: components["schemas"]["WorkflowRunStatus"];
            }[];
            /** @enum {string} */
            state: "draft" | "published" | "paused";
            /** @description The newest; 0: none was published */
            version: number;
        };
        WorkflowDraft: {
            /** @description Which connections, or hooks, it shall have when it is published; without it, what was chosen before stays */
            connections?: {
                [key: string]: string;
            };
            /**
             * Format: lines
             * @description YAML or JSON
             */
            definition: string;
        };
        WorkflowPage: {
            items: components["schemas"]["Workflow"][];
            next: string | null;
        };
        WorkflowProblem: {
            code: string;
            field: string;
            message: string;
            remedy: string;
            /** @description Id of the step; empty: none */
            step: string;
            title: string;
        };
        WorkflowProblems: {
            /** @description Only where a step was named: what may be named there, with its shape: any, text, number, flag, list or object; [shape] for a list of those, an object by its members */
            fields?: {
                [key: string]: unknown;
            };
            problems: components["schemas"]["WorkflowProblem"][];
        };
        WorkflowPublication: {
            /** @description Ids of connections, or hooks, by the names of the definition; where only one fits it is taken by itself */
            connections?: {
                [key: string]: string;
            };
        };
        WorkflowQuestion: {
            /**
             * Format: lines
             * @description YAML or JSON
             */
            definition: string;
            /**
             * Format: line
             * @description What may be named there is told, too; empty: in a trigger
             */
            step?: string;
        };
        WorkflowRun: {
            changed_at: components["schemas"]["Time"];
            /** @description What failed in words, and what to do; not in lists, and only of one that failed */
            error?: {
                remedy: string;
                title: string;
            };
            error_code: string;
            error_step: string;
            error_text?: string;
            event: string;
            id: string;
            started_at: components["schemas"]["Time"];
            status: components["schemas"]["WorkflowRunStatus"];
            /** @description What became of each step, in order; not in lists */
            steps?: components["schemas"]["WorkflowStepNote"][];
            /** @description What it knows; not in lists */
            values?: Record<string, never>;
            version: number;
            wakes_at: components["schemas"]["TimeOrNull"];
            workflow: string;
        };
        WorkflowRunPage: {
            items: components["schemas"]["WorkflowRun"][];
            next: string | null;
        };
        /** @enum {string} */
        WorkflowRunStatus: "running" | "waiting" | "unclear" | "done" | "failed" | "cancelled";
        WorkflowSettlement: {
            /** @enum {string} */
            outcome: "done" | "again" | "failed";
        };
        WorkflowStart: {
            /** @description What the trigger says */
            data?: {
                [key: string]: unknown;
            };
        };
        WorkflowStarted: {
            /** @description Id of the event that it starts by */
            event: string;
        };
        WorkflowStepNote: {
            at: components["schemas"]["Time"];
            /** @description What it gave or was given */
            data: unknown;
            /** @description In which items of which loops */
            items: number[];
            step: string;
            /** @enum {string} */
            what: "done" | "failed" | "waits" | "calls" | "later" | "unclear";
        };
        WorkflowTemplate: {
            about: components["schemas"]["LocalText"];
            connections: {
                /** @description A profile, or webhook: an address to post to */
                app: string;
                name: string;
            }[];
            definition: string;
            id: string;
            name: components["schemas"]["LocalText"];
            /** @description What starts it and what it does, each once */
            operations: {
                /** @enum {string} */
                effect: "read" | "create" | "update" | "remove";
                id: string;
                kind: components["schemas"]["OperationKind"];
                notes: components["schemas"]["OperationNote"][];
                profile: string;
                side_effects: string[];
                title: string;
            }[];
        };
        WorkflowTemplatePage: {
            items: components["schemas"]["WorkflowTemplate"][];
            next: string | null;
        };
        WorkflowTrial: {
            /**
             * Format: lines
             * @description YAML or JSON
             */
            definition: string;
            /** @description trigger (its number), app, contact, event and then, all of them optional */
            input?: {
                [key: string]: unknown;
            };
        };
        WorkflowTrialRun: {
            /** @description How many of each operation */
            calls: {
                [key: string]: number;
            };
            error_code?: string;
            error_step?: string;
            error_text?: string;
            /** @description How many e-mails would have been sent */
            mails: number;
            started_at?: components["schemas"]["Time"];
            /** @enum {string} */
            status: "not_started" | "running" | "waiting" | "unclear" | "done" | "failed" | "cancelled";
            steps: components["schemas"]["WorkflowStepNote"][];
            /** @description What it knew at the end */
            values?: Record<string, never>;
        };
        WorkflowVersion: {
            connections: {
                [key: string]: string;
            };
            /** @description Not in lists */
            definition?: string;
            published_at: components["schemas"]["Time"];
            version: number;
        };
        WorkflowVersionPage: {
            items: components["schemas"]["WorkflowVersion"][];
            next: string | null;
        };
    };
    responses: {
        /** @description What went wrong. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The `next` of the page before. */
        answer_cursor: string;
        /** @description Id; "none" for what was sent to no connection. */
        call_connection: string;
        /** @description The `next` of the page before. */
        call_cursor: string;
        /**
         * @description Begun then or later.
         * @example 2026-03-01T10:04:00Z
         */
        call_from: string;
        /** @example cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q */
        call_id: string;
        /** @example contacts.update_contact */
        call_operation: string;
        call_outcome: components["schemas"]["CallOutcome"];
        /** @description The app's id of the record. */
        call_record: string;
        /**
         * @description Begun before.
         * @example 2026-03-01T11:00:00Z
         */
        call_to: string;
        /** @description The `next` of the page before. */
        change_cursor: string;
        /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
        connection_id: string;
        /** @description The id of a connector. */
        connector: string;
        /** @description The `next` of the page before. */
        cursor: string;
        /** @description The `next` of the page before. */
        delivery_cursor: string;
        /** @example dlv_01KPCA1T3V5X7Z9B2D4F6H8JKM */
        delivery_id: string;
        /** @description The `next` of the page before. */
        event_cursor: string;
        /** @example evt_01KPCA1T3V5X7Z9B2D4F6H8JKM */
        event_id: string;
        /** @description The id of a grant. */
        grant_id: string;
        hand_item_id: string;
        /** @example hok_01KPCA1T3V5X7Z9B2D4F6H8JKM */
        hook_id: string;
        limit: number;
        /** @description The `next` of the page before. */
        number_cursor: string;
        /**
         * @description The id of a record of either side, or of a link.
         * @example Kp3x9TqLmNw2VbYc7RdZ
         */
        record_id: string;
        /** @description The `next` of the page before. */
        run_cursor: string;
        /** @example run_01KPCA1T3V5X7Z9B2D4F6H8JKM */
        run_id: string;
        /**
         * @description One of the apps of `get_sandbox`.
         * @example highlevel
         */
        sandbox_app: string;
        /** @description The app’s own id. */
        sandbox_person: string;
        /** @example sch_01KPCA1T3V5X7Z9B2D4F6H8JKM */
        schedule_id: string;
        snapshot_id: string;
        /** @description Only those of these kinds, parted by commas. */
        snapshot_kind: ("new" | "changed" | "absent" | "unchanged" | "repeated" | "invalid")[];
        /** @description A sync of the connection: compare with what it knows. */
        snapshot_sync: string;
        /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
        subscription_id: string;
        /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
        sync_id: string;
        /** @example tok_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
        token_id: string;
        /**
         * @description Id or login.
         * @example owner@clinic.example
         */
        user_id: string;
        /** @example thank-you */
        workflow_id: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_alerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description As they are set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alerts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    set_alerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "is_on": true,
                 *       "from": "alarm",
                 *       "delay_minutes": 5,
                 *       "quiet": {
                 *         "from": "22:00",
                 *         "until": "07:00"
                 *       },
                 *       "zone": "America/Toronto",
                 *       "recipients": [
                 *         {
                 *           "channel": "mail",
                 *           "address": "owner@example.com",
                 *           "language": "fr"
                 *         },
                 *         {
                 *           "channel": "webhook",
                 *           "address": "https://hooks.example.com/clinic",
                 *           "language": "en"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["NewAlerts"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alerts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    test_alerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description What came of each. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertTest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_audit: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["number_cursor"];
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    check_audit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description What was found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheck"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    make_backup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "passphrase": "a passphrase of many words"
                 *     }
                 */
                "application/json": components["schemas"]["NewBackup"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backup"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_calls: {
        parameters: {
            query?: {
                /** @description Id; "none" for what was sent to no connection. */
                connection?: components["parameters"]["call_connection"];
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["call_cursor"];
                /**
                 * @description Begun then or later.
                 * @example 2026-03-01T10:04:00Z
                 */
                from?: components["parameters"]["call_from"];
                limit?: components["parameters"]["limit"];
                /** @example contacts.update_contact */
                operation?: components["parameters"]["call_operation"];
                outcome?: components["parameters"]["call_outcome"];
                /** @description The app's id of the record. */
                record?: components["parameters"]["call_record"];
                /**
                 * @description Begun before.
                 * @example 2026-03-01T11:00:00Z
                 */
                to?: components["parameters"]["call_to"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q */
                call_id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeCall"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_call_as_curl: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q */
                call_id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A command for bash, zsh or ksh. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    resend_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q */
                call_id: components["parameters"]["call_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It was done or refused; see outcome. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    export_calls: {
        parameters: {
            query?: {
                /** @description Id; "none" for what was sent to no connection. */
                connection?: components["parameters"]["call_connection"];
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["call_cursor"];
                /**
                 * @description Begun then or later.
                 * @example 2026-03-01T10:04:00Z
                 */
                from?: components["parameters"]["call_from"];
                /** @example contacts.update_contact */
                operation?: components["parameters"]["call_operation"];
                outcome?: components["parameters"]["call_outcome"];
                /** @description The app's id of the record. */
                record?: components["parameters"]["call_record"];
                /**
                 * @description Begun before.
                 * @example 2026-03-01T11:00:00Z
                 */
                to?: components["parameters"]["call_to"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HttpArchive"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_operations: {
        parameters: {
            query?: {
                /**
                 * @description A connector or profile.
                 * @example highlevel
                 */
                app?: string;
                kind?: components["schemas"]["OperationKind"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description In the order of the connectors. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_operation: {
        parameters: {
            query?: {
                /** @description Which connector or profile, where several have an operation of that id. */
                app?: string;
            };
            header?: never;
            path: {
                /** @example contacts.create_contact */
                operation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    run_general_operation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example text.format_text */
                operation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "inputs": {
                 *         "text": "Hello {{first}}",
                 *         "values": {
                 *           "first": "Anne"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["RunInput"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_connections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_connection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "profile": "highlevel",
                 *       "label": "Clinique Rivière",
                 *       "base_url": "https://services.leadconnectorhq.com",
                 *       "settings": {
                 *         "locationId": "ve9EPM428h8vShlRW1KT"
                 *       },
                 *       "credential": "pit-6f0a2c1e-5a0b-4c9d-8d51-4f2f7f2f6b10"
                 *     }
                 */
                "application/json": components["schemas"]["NewConnection"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Connected. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedConnection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    disable_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Disabled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rename_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "label": "Clinic in Lévis"
                 *     }
                 */
                "application/json": components["schemas"]["NewLabel"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Renamed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rotate_credential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "credential": "pit-0d7d1d8e-11f3-4c0a-9f6f-6a1f0f7b2a44"
                 *     }
                 */
                "application/json": components["schemas"]["NewCredential"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Replaced. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    forget_previous_credential: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description There is none any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    enable_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Enabled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    forget_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_hand_list: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
                limit?: components["parameters"]["limit"];
                state?: components["schemas"]["HandState"];
            };
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    tick_hand_item: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                item_id: components["parameters"]["hand_item_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ticked": true
                 *     }
                 */
                "application/json": components["schemas"]["HandTick"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandItem"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    refresh_hand_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The first page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_connection_hours: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The oldest hour first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionHours"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    run_operation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                /** @example contacts.get_contact */
                operation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "inputs": {
                 *         "contactId": "Kp3x9TqLmNw2VbYc7RdZ"
                 *       },
                 *       "dry_run": false,
                 *       "confirm": false
                 *     }
                 */
                "application/json": components["schemas"]["RunInput"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It was done, refused or, in a dry run, not sent; see outcome. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_snapshots: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    upload_snapshot: {
        parameters: {
            query?: {
                /** @description What the file is called, for showing. */
                name?: string;
            };
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
                "text/csv": string;
                "text/plain": string;
                "text/tab-separated-values": string;
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotPreview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_snapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotPreview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    discard_snapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    accept_snapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "confirm": false
                 *     }
                 */
                "application/json": components["schemas"]["SnapshotAcceptance"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Accepted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    set_snapshot_columns: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "columns": [
                 *         {
                 *           "takes": "#id"
                 *         },
                 *         {
                 *           "takes": "firstname"
                 *         },
                 *         {
                 *           "takes": "birthdate",
                 *           "order": "day_first"
                 *         },
                 *         {
                 *           "takes": null
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["SnapshotColumns"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotPreview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_snapshot_differences: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["number_cursor"];
                /** @description Only those of these kinds, parted by commas. */
                kind?: components["parameters"]["snapshot_kind"];
                limit?: components["parameters"]["limit"];
                /** @description A sync of the connection: compare with what it knows. */
                sync?: components["parameters"]["snapshot_sync"];
                /** @description A part of a name, an e-mail address, a number or an id. */
                text?: string;
            };
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotDifferencePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    export_snapshot_differences: {
        parameters: {
            query?: {
                /** @description Only those of these kinds, parted by commas. */
                kind?: components["parameters"]["snapshot_kind"];
                /** @description A sync of the connection: compare with what it knows. */
                sync?: components["parameters"]["snapshot_sync"];
            };
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
                snapshot_id: components["parameters"]["snapshot_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    test_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description What the app said; see ok. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    renew_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example con_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                connection_id: components["parameters"]["connection_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_connectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All profiles. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_imported_connectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportedPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    import_connector: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://api.maple.example/openapi.json",
                 *       "id": "maple_shop"
                 *     }
                 */
                "application/json": components["schemas"]["ImportInput"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Imported. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_imported_connector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example maple_shop */
                connector: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    remove_imported_connector: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example maple_shop */
                connector: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    preview_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://api.maple.example/openapi.json"
                 *     }
                 */
                "application/json": components["schemas"]["ImportInput"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The proposal. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportProposal"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_deliveries: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["delivery_cursor"];
                limit?: components["parameters"]["limit"];
                state?: components["schemas"]["DeliveryState"];
                subscription?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dlv_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                delivery_id: components["parameters"]["delivery_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    replay_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example dlv_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                delivery_id: components["parameters"]["delivery_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description As it stands now. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_event_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTypePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_events: {
        parameters: {
            query?: {
                connection?: string;
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["event_cursor"];
                limit?: components["parameters"]["limit"];
                record?: string;
                state?: components["schemas"]["EventState"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example evt_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                event_id: components["parameters"]["event_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    replay_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example evt_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                event_id: components["parameters"]["event_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The event as it stands now. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_health_alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It is, or a connection or sync is not: degraded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Starting, draining, or a check does not hold. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_hooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_hook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "label": "Contact form of the web site"
                 *     }
                 */
                "application/json": components["schemas"]["NewHook"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hook"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    revoke_hook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example hok_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                hook_id: components["parameters"]["hook_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It is revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_installation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    adopt_installation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It writes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    join: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "link": "lsl_q3mW0b1xY7cV2nR8tK5pL9sD4fG6hJ1aZ0eU3iO",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["Join"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Signed in; the cookie is set. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    look_at_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "link": "lsl_q3mW0b1xY7cV2nR8tK5pL9sD4fG6hJ1aZ0eU3iO"
                 *     }
                 */
                "application/json": components["schemas"]["JoinLook"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Good. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JoinLink"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rotate_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description As it is set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mail"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    set_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "host": "smtp.example.com",
                 *       "port": 587,
                 *       "tls": "starttls",
                 *       "user": "clinic@example.com",
                 *       "password": "correct-horse",
                 *       "sender_name": "Clinique Rivière",
                 *       "sender": "clinic@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["NewMail"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mail"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    remove_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description There is none. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    test_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": "owner@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["MailTest"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description What came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunResult"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    merge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cases": [
                 *         {
                 *           "name": "phone changed in HighLevel",
                 *           "field": {
                 *             "kind": "phone",
                 *             "direction": "both",
                 *             "conflict": "newest",
                 *             "blank": "keep",
                 *             "first_match": "newest"
                 *           },
                 *           "base": "+15145550123",
                 *           "a": "(514) 555-0199",
                 *           "b": "+15145550123"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MergeInput"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description One result per case in the same order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeOutput"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_oauth_apps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Every connector that declares OAuth. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthAppPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    set_oauth_app: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a connector. */
                connector: components["parameters"]["connector"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "client_id": "6512ab-kx1",
                 *       "client_secret": "3f2a",
                 *       "redirect_uri": "https://lockstep.clinic.example/oauth/callback"
                 *     }
                 */
                "application/json": components["schemas"]["NewOAuthApp"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthApp"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    begin_oauth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "connector": "highlevel",
                 *       "mode": "location"
                 *     }
                 */
                "application/json": components["schemas"]["NewOAuthAuthorization"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Begun. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthBegun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    complete_oauth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "xyz",
                 *       "code": "abc"
                 *     }
                 */
                "application/json": components["schemas"]["OAuthReturn"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Agreed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthCompleted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_oauth_grants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All grants. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthGrantPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    remove_oauth_grant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a grant. */
                grant_id: components["parameters"]["grant_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Removed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthGrant"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_oauth_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a grant. */
                grant_id: components["parameters"]["grant_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthAccountPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    connect_oauth_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of a grant. */
                grant_id: components["parameters"]["grant_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "accounts": [
                 *         "ve9EPM428h8vShlRW1KT"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["OAuthAccounts"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description What became of each. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthConnectedPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        info: Record<string, never>;
                        openapi: string;
                        paths: Record<string, never>;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_overview: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
                limit?: components["parameters"]["limit"];
                /**
                 * @description Part of a name; case, accents and spaces do not matter.
                 * @example riviere
                 */
                query?: string;
                /** @description Only those in this state, or `needs_look`: those that are in trouble or wait for an answer. */
                show?: "needs_look" | "well" | "working" | "waiting" | "limited" | "refused" | "paused" | "unknown";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "correct horse battery",
                 *       "new_password": "staple of another horse"
                 *     }
                 */
                "application/json": components["schemas"]["ChangedPassword"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Changed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sandbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Both books. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandbox"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    make_sandbox_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "AppointmentCreate"
                 *     }
                 */
                "application/json": components["schemas"]["SandboxEvent"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It happened. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_sandbox_faults: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All switches. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxFaultPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    set_sandbox_fault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @example unauthorized */
                fault: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "on": true
                 *     }
                 */
                "application/json": components["schemas"]["SandboxSwitch"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxFault"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    heal_sandbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All switches. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxFaultPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_sandbox_people: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                limit?: number;
                /** @description Words of a name, an address, a phone number, an id. */
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxPeoplePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_sandbox_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fields": {
                 *         "firstName": "Zoé",
                 *         "lastName": "Roy",
                 *         "email": "zoe.roy@example.com"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SandboxFields"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxPerson"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sandbox_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @description The app’s own id. */
                record_id: components["parameters"]["sandbox_person"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxPerson"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    delete_sandbox_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @description The app’s own id. */
                record_id: components["parameters"]["sandbox_person"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    edit_sandbox_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @description The app’s own id. */
                record_id: components["parameters"]["sandbox_person"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fields": {
                 *         "city": "Tadoussac"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SandboxFields"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxPerson"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    add_sandbox_note: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @description The app’s own id. */
                record_id: components["parameters"]["sandbox_person"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Called about the invoice"
                 *     }
                 */
                "application/json": components["schemas"]["SandboxNote"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Added; the person as it is now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxPerson"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    add_sandbox_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One of the apps of `get_sandbox`.
                 * @example highlevel
                 */
                app: components["parameters"]["sandbox_app"];
                /** @description The app’s own id. */
                record_id: components["parameters"]["sandbox_person"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Call again",
                 *       "text": "about the invoice",
                 *       "due_at": "2026-03-01T10:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["SandboxTask"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Added; the person as it is now. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SandboxPerson"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_schedules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "label": "Before the clinic opens",
                 *       "every": "week",
                 *       "at": "08:00",
                 *       "weekdays": [
                 *         1,
                 *         2,
                 *         3,
                 *         4,
                 *         5
                 *       ],
                 *       "zone": "America/Toronto",
                 *       "missed": "once"
                 *     }
                 */
                "application/json": components["schemas"]["NewSchedule"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    remove_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sch_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                schedule_id: components["parameters"]["schedule_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    pause_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sch_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                schedule_id: components["parameters"]["schedule_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    resume_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sch_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                schedule_id: components["parameters"]["schedule_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Schedule"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Known or not. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "owner@clinique-riviere.example",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Signed in. */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            401: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    set_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "setup_code": "7KQ2-M4XD-9RTB",
                 *       "email": "owner@clinique-riviere.example",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["SetUp"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The owner exists and is signed in. */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            409: components["responses"]["Problem"];
            default: components["responses"]["Problem"];
        };
    };
    make_setup_code: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made; shown in this reply only. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupCode"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    stream: {
        parameters: {
            query?: never;
            header?: {
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A stream without end. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 1772359440000-41
                     *     event: call
                     *     data: {"id":"cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q","operation":"contacts.update_contact","outcome":"done"}
                     */
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_subscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "label": "Our data warehouse",
                 *       "address": "https://example.com/lockstep",
                 *       "types": [
                 *         "contact.updated",
                 *         "issue.opened"
                 *       ],
                 *       "payload": "thin"
                 *     }
                 */
                "application/json": components["schemas"]["NewSubscription"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made; the secret is shown this once. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionWithSecret"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    remove_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    change_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "paused"
                 *     }
                 */
                "application/json": components["schemas"]["SubscriptionChange"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description As it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    replay_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description How many. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    rotate_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "overlap_hours": 24
                 *     }
                 */
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The new secret is shown this once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionWithSecret"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    test_subscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example sub_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                subscription_id: components["parameters"]["subscription_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description What came of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryAttempt"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_syncs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_sync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "label": "Clinique Rivière",
                 *       "a": "con_01KPC9M1ZT4V7Q2B8N5D3X6WRE",
                 *       "b": "con_01KPC9P7GZ3H5J8K2M4N6Q9RST"
                 *     }
                 */
                "application/json": components["schemas"]["NewSync"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sync"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sync"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_answers: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["answer_cursor"];
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Latest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    answer_many: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAnswers"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description What became of each. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyAnswered"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    take_back_answer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                answer_id: string;
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Taken back. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accepted: boolean;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_changes: {
        parameters: {
            query?: {
                batch?: string;
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["change_cursor"];
                limit?: components["parameters"]["limit"];
                /** @description The id of a record of either side or of a link. */
                record?: string;
            };
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_conflicts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The groups. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictGroups"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    change_document: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "policy": {
                 *         "send_invitations": true
                 *       },
                 *       "invitations_confirmed": true
                 *     }
                 */
                "application/json": components["schemas"]["Document"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The sync at its new version. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sync"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_issues: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
                /** @description Only open ones of this kind. */
                kind?: "match_unsure" | "conflict" | "rounds" | "covered" | "late_write" | "cannot_write" | "not_stored" | "write_refused" | "create_refused" | "create_needs" | "mass_cleared" | "mass_changed" | "create_unknown" | "created_twice" | "gone" | "parked" | "attached_refused";
                limit?: components["parameters"]["limit"];
                state?: "open" | "closed" | "all";
            };
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Latest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    answer_issue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                issue_id: string;
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAnswer"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Stored. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenAnswers"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The mapping in force. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    preview_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingTrial"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingPreview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    try_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingTrial"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Row by row. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriedMapping"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    pause_sync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Paused. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sync"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    find_people: {
        parameters: {
            query?: {
                /** @example anne.roy@example.com */
                email?: string;
                /** @description The id that another system gave the person by `put_person`. */
                external_id?: string;
                /** @description The id of a record of either app or of a link. */
                id?: string;
                /** @description In any spelling; without a country code the sync’s region counts. */
                phone?: string;
            };
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    put_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonWish"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The person was there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonDone"];
                };
            };
            /** @description The person was created. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonDone"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    people_news: {
        parameters: {
            query?: {
                kind?: "new" | "updated" | "any";
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The newest. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonNewsPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The report. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanReport"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    begin_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Started. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    search_records: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["cursor"];
                limit?: components["parameters"]["limit"];
                /**
                 * @description An e-mail address or phone number (exact), an id of a record, or words of a name or how they begin; case and accents do not matter.
                 * @example anne trem
                 */
                query?: string;
                state?: "linked" | "unlinked" | "unsure";
            };
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a record of either side, or of a link.
                 * @example Kp3x9TqLmNw2VbYc7RdZ
                 */
                record_id: components["parameters"]["record_id"];
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordView"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    look_at_record: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a record of either side, or of a link.
                 * @example Kp3x9TqLmNw2VbYc7RdZ
                 */
                record_id: components["parameters"]["record_id"];
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It will be looked at. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    start_sync: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "without_plan": true
                 *     }
                 */
                "application/json": {
                    /** @description Starts a sync that nobody has seen a dry run of. */
                    without_plan?: boolean;
                };
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Started. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sync"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_sync_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncStatus"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_versions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["number_cursor"];
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_version: {
        parameters: {
            query?: {
                /** @description The version to compare with; absent, the one before. */
                against?: number;
            };
            header?: never;
            path: {
                /** @example syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF */
                sync_id: components["parameters"]["sync_id"];
                /**
                 * @description Its number.
                 * @example 2
                 */
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionWhole"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    create_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "label": "Zapier",
                 *       "scope": "write",
                 *       "expires_in_days": 365
                 *     }
                 */
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example tok_01KPC9M1ZT4V7Q2B8N5D3X6WRE */
                token_id: components["parameters"]["token_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    list_users: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    invite_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "anne@clinique-riviere.example",
                 *       "role": "viewer"
                 *     }
                 */
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLink"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    remove_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or login.
                 * @example owner@clinic.example
                 */
                user_id: components["parameters"]["user_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Removed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    set_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or login.
                 * @example owner@clinic.example
                 */
                user_id: components["parameters"]["user_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "admin"
                 *     }
                 */
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserEntry"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    make_user_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or login.
                 * @example owner@clinic.example
                 */
                user_id: components["parameters"]["user_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sends_mail": true,
                 *       "language": "fr"
                 *     }
                 */
                "application/json": components["schemas"]["LinkSending"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLink"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or login.
                 * @example owner@clinic.example
                 */
                user_id: components["parameters"]["user_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserEntry"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    sign_out_everywhere: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id or login.
                 * @example owner@clinic.example
                 */
                user_id: components["parameters"]["user_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description No session of theirs is left. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    check_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "definition": "lockstep: workflow/1\nid: hello\nname: {en: Hello, fr: Bonjour}\ntriggers: [{on: general/manual.started}]\nsteps: [{id: greet, do: set, values: {a: 1}}]\n"
                 *     }
                 */
                "application/json": components["schemas"]["WorkflowQuestion"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Looked at. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowProblems"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_all_workflow_runs: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["run_cursor"];
                limit?: components["parameters"]["limit"];
                status?: components["schemas"]["WorkflowRunStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRunPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_workflow_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example run_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                run_id: components["parameters"]["run_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    cancel_workflow_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example run_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                run_id: components["parameters"]["run_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It will end. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    settle_workflow_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example run_01KPCA1T3V5X7Z9B2D4F6H8JKM */
                run_id: components["parameters"]["run_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "outcome": "done"
                 *     }
                 */
                "application/json": components["schemas"]["WorkflowSettlement"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It will go on. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_workflow_schema: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The schema. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_workflow_templates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowTemplatePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    try_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "definition": "lockstep: workflow/1\nid: hello\nname: {en: Hello, fr: Bonjour}\ntriggers: [{on: general/manual.started}]\nsteps: [{id: greet, do: set, values: {a: 1}}]\n",
                 *       "input": {
                 *         "event": {
                 *           "a": 1
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WorkflowTrial"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description What became of each step. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowTrialRun"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_workflows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    save_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "definition": "lockstep: workflow/1\nid: hello\nname: {en: Hello, fr: Bonjour}\ntriggers: [{on: general/manual.started}]\nsteps: [{id: greet, do: set, values: {a: 1}}]\n"
                 *     }
                 */
                "application/json": components["schemas"]["WorkflowDraft"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Stored. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    pause_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Paused. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    publish_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "connections": {
                 *         "crm": "con_01kpca2f6y8z3b5d7g9j1m4n6q"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WorkflowPublication"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Published. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    resume_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It starts again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_workflow_runs: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: components["parameters"]["run_cursor"];
                limit?: components["parameters"]["limit"];
                status?: components["schemas"]["WorkflowRunStatus"];
            };
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowRunPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    start_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": {
                 *         "contactId": "Kp3x9TqLmNw2VbYc7RdZ"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WorkflowStart"];
            };
        };
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It will start. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowStarted"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    list_workflow_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowVersionPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_workflow_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 1 */
                version: string;
                /** @example thank-you */
                workflow_id: components["parameters"]["workflow_id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description Found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkflowVersion"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description It is, or a connection or sync is not: degraded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Starting, draining, or a check does not hold. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "4XX": components["responses"]["Problem"];
            /** @description The text format 0.0.4. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    receive_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Stored, or known already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Empty, or an envelope that does not say what it is about. What is authentic and no JSON is kept and answered 200. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description The signature or secret is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description Nobody here takes deliveries at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description Only POST is answered here. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description Larger than a delivery may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description Try again later. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
    receive_webhook_of_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description From the connection. */
                webhook_token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Stored, or known already. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Empty, or an envelope that does not say what it is about. What is authentic and no JSON is kept and answered 200. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description The signature or secret is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description Nobody here takes deliveries at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description Only POST is answered here. */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description Larger than a delivery may be. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
            /** @description Try again later. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": Record<string, never>;
                };
            };
        };
    };
}
