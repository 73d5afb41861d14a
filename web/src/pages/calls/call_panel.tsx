// SPDX-License-Identifier: Apache-2.0
// One try of a call: how it went, what was sent, what came back; as a command, and asked again where it only reads.
import { Button, CopyButton } from '@mantine/core';
import { IconCopy, IconRefresh, IconTerminal } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { appName, sideOf } from '../../parts/apps';
import { connectionName, useCurrent, usePath } from '../../parts/current_sync';
import { Facts, Head, NotShown, Raw, Sub } from '../../parts/inspector/inspector';
import { Ago } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { StateMark, type Tone, Trouble } from '../../parts/page/page';
import { sentence } from '../../words/words';
import classes from './calls.module.css';
import { useCall, useCurl, useResend } from './queries';
import { prettyBody } from './shown';

export const outcome_tones: Record<Schemas['CallOutcome'], Tone> = {
    done: 'ok',
    refused: 'failed',
    retry_later: 'wait',
    unknown: 'attention',
};

export function useMilliseconds(): (value: number) => string {
    const { t, i18n } = useTranslation();
    // Below ten a digit more: most calls of an app nearby would else take no time.
    return (value) =>
        t('calls.ms', {
            shown: new Intl.NumberFormat(i18n.language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value),
        });
}

export function CallOf({ connection, whole }: { connection: string; whole?: boolean }) {
    const { t } = useTranslation();
    const { connections } = useCurrent();
    const found = connections.find((each) => each.id === connection);
    if (connection === 'none') return <span className="dim">{t('calls.elsewhere')}</span>;
    if (found === undefined) return <code>{connection}</code>;
    return <span className={sideOf(found.profile)}>{whole === true ? connectionName(found) : appName(found.profile)}</span>;
}

export function CallPanel({ id, open }: { id: string; open: (id: string) => void }) {
    const { t, i18n } = useTranslation();
    const path = usePath();
    const milliseconds = useMilliseconds();
    const found = useCall(id);
    if (!found.isSuccess) return <NotShown what={t('call.unreadable')} error={found.error} retry={found.refetch} />;
    const call = found.data;
    const { budget } = call;
    const left =
        budget === undefined
            ? []
            : (
                  [
                      ['now', budget.now],
                      ['day', budget.day],
                      ['month', budget.month],
                  ] as const
              ).flatMap(([of, count]) =>
                  count === null ? [] : [t(`call.left_${of}`, { count, shown: exact(count, i18n.language) })],
              );
    return (
        <>
            <Head
                title={call.operation}
                mark={<StateMark tone={outcome_tones[call.outcome]}>{t(`call_outcome.${call.outcome}`)}</StateMark>}
                meaning={t(`call.meaning_${call.outcome}`)}
            />
            <Facts>
                <dt>{t('calls.to_app')}</dt>
                <dd>
                    {call.connection === 'none' ? (
                        <CallOf connection="none" />
                    ) : (
                        <Link to={`/connections/${encodeURIComponent(call.connection)}`}>
                            <CallOf connection={call.connection} whole />
                        </Link>
                    )}
                </dd>
                <dt>{t('calls.when')}</dt>
                <dd>
                    <Ago at={call.at} />
                </dd>
                <dt>{t('call.timing')}</dt>
                <dd className="numbers">
                    {call.waited_ms === undefined
                        ? milliseconds(call.took_ms)
                        : t('call.took_waited', { took: milliseconds(call.took_ms), waited: milliseconds(call.waited_ms) })}
                </dd>
                <dt>{t('call.try')}</dt>
                <dd className="numbers">{call.tries}</dd>
                {call.lane !== null && call.lane !== undefined && (
                    <>
                        <dt>{t('call.lane')}</dt>
                        <dd>{t(`call_lane.${call.lane}`)}</dd>
                    </>
                )}
                <dt>{t('call.purpose')}</dt>
                <dd>{sentence(`call_purpose.${call.purpose.replaceAll(' ', '_')}`, {}) ?? call.purpose}</dd>
                <dt>{t('call.budget')}</dt>
                <dd className="numbers">{left.length === 0 ? '–' : left.join(' · ')}</dd>
                <dt>{t('events.record')}</dt>
                <dd>
                    {call.record_id === '' || call.record_id === undefined ? (
                        '–'
                    ) : (
                        <>
                            <Link to={path(`/records/${encodeURIComponent(call.record_id)}`)}>
                                <code>{call.record_id}</code>
                            </Link>{' '}
                            · <Link to={`/calls?record=${encodeURIComponent(call.record_id)}`}>{t('call.of_record')}</Link>
                        </>
                    )}
                </dd>
                {call.error_code !== '' && call.error_code !== undefined && (
                    <>
                        <dt>{t('call.error')}</dt>
                        <dd>
                            <a
                                href={`/docs/errors/${call.error_code}?language=${i18n.resolvedLanguage ?? 'en'}`}
                                target="_blank"
                                rel="noreferrer"
                            >
                                <code>{call.error_code}</code>
                            </a>
                        </dd>
                    </>
                )}
                {call.cause !== '' && call.cause !== undefined && (
                    <>
                        <dt>{t('call.cause')}</dt>
                        <dd>
                            {call.cause.startsWith('evt_') ? (
                                <Link to={path(`/events/${encodeURIComponent(call.cause)}`)}>
                                    <code>{call.cause}</code>
                                </Link>
                            ) : (
                                <code>{call.cause}</code>
                            )}
                        </dd>
                    </>
                )}
                <dt>{t('event.id')}</dt>
                <dd>
                    <code>{call.id}</code>
                </dd>
            </Facts>
            <Doings call={call} open={open} />
            {call.is_masked === true && <p className={classes.note}>{t('call.masked')}</p>}
            <Sub>{t('call.request')}</Sub>
            {call.request === undefined ? (
                <p className="dim">{t('call.nothing_kept')}</p>
            ) : (
                <>
                    <p className={classes.line}>
                        <code>
                            {call.request.method} {call.request.url}
                        </code>
                    </p>
                    <Kept headers={call.request.headers} body={call.request.body} label={t('call.request_body')} />
                </>
            )}
            <Sub>{t('call.reply')}</Sub>
            {call.reply === undefined || call.reply === null ? (
                <p className="dim">{t('call.no_reply')}</p>
            ) : (
                <>
                    <p className={classes.line}>
                        <code>{call.reply.status}</code>
                    </p>
                    <Kept headers={call.reply.headers} body={call.reply.body} label={t('call.reply_body')} />
                </>
            )}
        </>
    );
}

function Kept({ headers, body, label }: { headers: Schemas['KeptHeaders']; body: Schemas['KeptBody']; label: string }) {
    const { t, i18n } = useTranslation();
    return (
        <>
            {headers.length > 0 && (
                <details className={classes.headers}>
                    <summary>{t('call.headers', { count: headers.length })}</summary>
                    <dl>
                        {headers.map((header, at) => (
                            <div key={at}>
                                <dt>{header.name}</dt>
                                <dd>{header.value}</dd>
                            </div>
                        ))}
                    </dl>
                </details>
            )}
            {body.text === '' ? <p className="dim">{t('call.no_body')}</p> : <Raw label={label}>{prettyBody(body.text)}</Raw>}
            {body.is_cut && (
                <p className={classes.note}>{t('call.cut', { count: body.bytes, shown: exact(body.bytes, i18n.language) })}</p>
            )}
        </>
    );
}

function Doings({ call, open }: { call: Schemas['WholeCall']; open: (id: string) => void }) {
    const { t } = useTranslation();
    const curl = useCurl();
    const resend = useResend();
    return (
        <>
            <div className={classes.buttons}>
                {call.request !== undefined && (
                    <Button
                        variant="default"
                        leftSection={<IconTerminal size={16} />}
                        loading={curl.isPending}
                        onClick={() => {
                            curl.mutate(call.id);
                        }}
                    >
                        {t('call.curl')}
                    </Button>
                )}
                {call.can_resend && (
                    <Button
                        variant="default"
                        leftSection={<IconRefresh size={16} />}
                        loading={resend.isPending}
                        onClick={() => {
                            resend.mutate(call.id);
                        }}
                        title={t('call.resend_why')}
                    >
                        {t('call.resend')}
                    </Button>
                )}
            </div>
            {curl.isError && <Trouble what={t('call.curl_failed')} error={curl.error} />}
            {curl.data !== undefined && (
                <div className={classes.command}>
                    <Raw label={t('call.curl')}>{curl.data}</Raw>
                    <CopyButton value={curl.data}>
                        {({ copied, copy }) => (
                            <Button size="xs" mt={8} variant="default" leftSection={<IconCopy size={14} />} onClick={copy}>
                                {copied ? t('settings.copied') : t('settings.copy')}
                            </Button>
                        )}
                    </CopyButton>
                </div>
            )}
            {resend.isError && <Trouble what={t('call.resend_failed')} error={resend.error} />}
            {resend.data !== undefined && (
                <p role="status" className={classes.line}>
                    {t(`call.resent_${resend.data.outcome === 'done' ? 'done' : 'not_done'}`)}{' '}
                    {resend.data.call_id !== '' && (
                        <Button
                            size="compact-sm"
                            variant="subtle"
                            onClick={() => {
                                open(resend.data.call_id);
                            }}
                        >
                            {t('call.see_it')}
                        </Button>
                    )}
                </p>
            )}
        </>
    );
}
