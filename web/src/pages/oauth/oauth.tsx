// SPDX-License-Identifier: Apache-2.0
// Connecting by OAuth: the app that was made at the vendor, the way there and back, and what was agreed to.
import { Button, Checkbox, NativeSelect, PasswordInput, Skeleton, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { Ago } from '../../parts/numbers/numbers';
import { Empty, PageHead, Section, StateMark, type Tone, Trouble } from '../../parts/page/page';
import type { Language } from '../../words/words';
import classes from './oauth.module.css';
import {
    useAccounts,
    useBegin,
    useComplete,
    useConnectAccounts,
    useGrants,
    useOAuthApps,
    useRemoveGrant,
    useSetApp,
} from './queries';

const tones: Record<Schemas['OAuthGrantState'], Tone> = { active: 'ok', dead: 'failed', removed: 'off' };

// Where the browser comes back to; the vendor has to know exactly this.
const here = () => `${window.location.origin}/oauth/callback`;

export default function OAuthPage() {
    const { t } = useTranslation();
    const apps = useOAuthApps();
    const grants = useGrants();
    return (
        <>
            <PageHead
                title={t('oauth.title')}
                sentence={t('oauth.sentence')}
                action={
                    <Button component={Link} to="/connections" variant="default">
                        {t('frame.connections')}
                    </Button>
                }
            />
            {apps.isError && (
                <Trouble
                    what={t('oauth.unreadable')}
                    error={apps.error}
                    retry={() => {
                        void apps.refetch();
                    }}
                />
            )}
            {apps.isPending && (
                <div aria-busy>
                    <Skeleton height={24} width={220} mb={16} />
                    {Array.from({ length: 4 }, (_, at) => (
                        <Skeleton key={at} height={36} mt={18} />
                    ))}
                </div>
            )}
            {apps.data?.items.map((app) => (
                <App key={app.connector} app={app} />
            ))}
            {apps.data?.items.length === 0 && <Empty kind="nothing" title={t('oauth.no_apps')} />}
            <Section title={t('oauth.grants')}>
                {grants.isError && (
                    <Trouble
                        what={t('oauth.grants_unreadable')}
                        error={grants.error}
                        retry={() => {
                            void grants.refetch();
                        }}
                    />
                )}
                {grants.data?.items.length === 0 && <p className="dim">{t('oauth.no_grants')}</p>}
                <ul className={classes.list}>
                    {grants.data?.items.map((grant) => (
                        <Grant key={grant.id} grant={grant} />
                    ))}
                </ul>
            </Section>
        </>
    );
}

function App({ app }: { app: Schemas['OAuthApp'] }) {
    const { t, i18n } = useTranslation();
    const say = (text: Schemas['LocalText']) => text[i18n.language as Language];
    const begin = useBegin();
    const [mode, setMode] = useState(app.modes[0]?.id ?? '');
    const chosen = app.modes.find((each) => each.id === mode);
    const [edits, setEdits] = useState(false);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        begin.mutate(
            { connector: app.connector, mode },
            {
                onSuccess: ({ authorize_url }) => {
                    window.location.assign(authorize_url);
                },
            },
        );
    };
    return (
        <Section title={app.title}>
            {app.client_id === null || edits ? (
                <AppForm
                    app={app}
                    done={() => {
                        setEdits(false);
                    }}
                />
            ) : (
                <form onSubmit={submit} className={classes.form}>
                    <p className="small dim">
                        {t('oauth.set_up', { client: app.client_id })}{' '}
                        <button
                            type="button"
                            className={classes.plain}
                            onClick={() => {
                                setEdits(true);
                            }}
                        >
                            {t('oauth.change')}
                        </button>
                    </p>
                    <NativeSelect
                        label={t('oauth.whom')}
                        description={chosen === undefined ? undefined : say(chosen.help)}
                        value={mode}
                        data={app.modes.map((each) => ({ value: each.id, label: say(each.label) }))}
                        onChange={(event) => {
                            setMode(event.currentTarget.value);
                        }}
                    />
                    {begin.isError && <Trouble what={t('oauth.not_begun')} error={begin.error} />}
                    <Button type="submit" loading={begin.isPending || begin.isSuccess}>
                        {t('oauth.go', { app: app.title })}
                    </Button>
                </form>
            )}
        </Section>
    );
}

function AppForm({ app, done }: { app: Schemas['OAuthApp']; done: () => void }) {
    const { t } = useTranslation();
    const set = useSetApp();
    const [client_id, setClientId] = useState(app.client_id ?? '');
    const [secret, setSecret] = useState('');
    const [back, setBack] = useState(app.redirect_uri ?? here());
    const [authorize_url, setAuthorize] = useState(app.authorize_url);
    const [base_url, setBase] = useState(app.base_url);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        set.mutate(
            {
                connector: app.connector,
                client_id: client_id.trim(),
                ...(secret.trim() === '' ? {} : { client_secret: secret.trim() }),
                redirect_uri: back.trim(),
                authorize_url: authorize_url.trim(),
                base_url: base_url.trim(),
            },
            { onSuccess: done },
        );
    };
    return (
        <form onSubmit={submit} className={classes.form}>
            <p>{t('oauth.make_app', { app: app.title })}</p>
            <div>
                <b>{t('oauth.give_address')}</b>
                <pre className={classes.code} tabIndex={0}>
                    {back}
                </pre>
            </div>
            <div>
                <b>{t('oauth.give_scopes')}</b>
                <pre className={classes.code} tabIndex={0}>
                    {app.scopes.join(' ')}
                </pre>
            </div>
            <TextInput
                label={t('oauth.client_id')}
                required
                spellCheck={false}
                autoComplete="off"
                value={client_id}
                onChange={(event) => {
                    setClientId(event.currentTarget.value);
                }}
            />
            <PasswordInput
                label={t('oauth.client_secret')}
                description={app.client_id === null ? undefined : t('oauth.secret_stays')}
                required={app.client_id === null}
                autoComplete="off"
                value={secret}
                onChange={(event) => {
                    setSecret(event.currentTarget.value);
                }}
                visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
            />
            <details className={classes.more}>
                <summary>{t('connect.more')}</summary>
                <TextInput
                    label={t('oauth.redirect_uri')}
                    spellCheck={false}
                    required
                    value={back}
                    onChange={(event) => {
                        setBack(event.currentTarget.value);
                    }}
                />
                <TextInput
                    label={t('oauth.authorize_url')}
                    description={t('connect.address_why')}
                    spellCheck={false}
                    required
                    value={authorize_url}
                    onChange={(event) => {
                        setAuthorize(event.currentTarget.value);
                    }}
                />
                <TextInput
                    label={t('oauth.base_url')}
                    description={t('connect.address_why')}
                    spellCheck={false}
                    required
                    value={base_url}
                    onChange={(event) => {
                        setBase(event.currentTarget.value);
                    }}
                />
            </details>
            {set.isError && <Trouble what={t('oauth.not_set')} error={set.error} />}
            <div className={classes.row}>
                <Button type="submit" loading={set.isPending}>
                    {t('oauth.save')}
                </Button>
                {app.client_id !== null && (
                    <Button variant="subtle" onClick={done}>
                        {t('oauth.keep')}
                    </Button>
                )}
            </div>
        </form>
    );
}

function Grant({ grant }: { grant: Schemas['OAuthGrant'] }) {
    const { t } = useTranslation();
    const remove = useRemoveGrant();
    const [asked, setAsked] = useState(false);
    const [opened, setOpened] = useState(false);
    return (
        <li className={classes.grant}>
            <div className={classes.row}>
                <b>{grant.account}</b>
                <StateMark tone={tones[grant.state]}>{t(`oauth.state.${grant.state}`)}</StateMark>
                <span className="small dim">{t(`oauth.kind.${grant.is_wide ? 'wide' : 'single'}`)}</span>
            </div>
            <p className="small dim">
                {grant.state === 'active' ? (
                    <>
                        {t('oauth.renewed')} <Ago at={grant.issued_at} />.{' '}
                    </>
                ) : (
                    <>{t(`oauth.why.${grant.why ?? 'other'}`)} </>
                )}
                {grant.is_wide ? '' : t('oauth.used_by', { count: grant.connections.length })}
            </p>
            {grant.connections.map((id) => (
                <Link key={id} to={`/connections/${id}`} className="small">
                    {id}
                </Link>
            ))}
            {remove.isError && <Trouble what={t('oauth.not_removed')} error={remove.error} />}
            {grant.state === 'active' && (
                <div className={classes.row}>
                    {grant.is_wide && (
                        <Button
                            size="compact-sm"
                            variant="default"
                            aria-expanded={opened}
                            onClick={() => {
                                setOpened(!opened);
                            }}
                        >
                            {t('oauth.accounts')}
                        </Button>
                    )}
                    {asked ? (
                        <>
                            <Button
                                size="compact-sm"
                                color="red"
                                loading={remove.isPending}
                                onClick={() => {
                                    remove.mutate(grant.id);
                                }}
                            >
                                {t('oauth.remove_sure')}
                            </Button>
                            <Button
                                size="compact-sm"
                                variant="subtle"
                                onClick={() => {
                                    setAsked(false);
                                }}
                            >
                                {t('oauth.keep')}
                            </Button>
                        </>
                    ) : (
                        <Button
                            size="compact-sm"
                            variant="default"
                            onClick={() => {
                                setAsked(true);
                            }}
                        >
                            {t('oauth.remove')}
                        </Button>
                    )}
                </div>
            )}
            {opened && <Accounts grant={grant.id} />}
        </li>
    );
}

// Many at once, twenty in a request, so that the page can tell how far it has come.
function Accounts({ grant }: { grant: string }) {
    const { t } = useTranslation();
    const accounts = useAccounts(grant);
    const connect = useConnectAccounts(grant);
    const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
    const [results, setResults] = useState<Schemas['OAuthConnected'][]>([]);
    const [running, setRunning] = useState(false);
    if (accounts.isPending)
        return (
            <div aria-busy>
                <Skeleton height={14} mt={12} />
                <Skeleton height={14} mt={12} />
            </div>
        );
    if (accounts.isError)
        return (
            <Trouble
                what={t('oauth.accounts_unreadable')}
                error={accounts.error}
                retry={() => {
                    void accounts.refetch();
                }}
            />
        );
    const free = accounts.data.items.filter((each) => !each.is_connected);
    const all = free.length > 0 && free.every((each) => chosen.has(each.id));
    const run = async () => {
        setRunning(true);
        setResults([]);
        const wanted = [...chosen];
        try {
            for (let from = 0; from < wanted.length; from += 20) {
                const page = await connect.mutateAsync(wanted.slice(from, from + 20));
                setResults((before) => [...before, ...page.items]);
            }
            setChosen(new Set());
        } catch {
            // Told below, by connect.error.
        }
        setRunning(false);
    };
    const made = results.filter((each) => each.connection !== null).length;
    return (
        <div className={classes.accounts}>
            {free.length > 1 && (
                <Checkbox
                    label={t('oauth.all', { count: free.length })}
                    checked={all}
                    onChange={() => {
                        setChosen(all ? new Set() : new Set(free.map((each) => each.id)));
                    }}
                />
            )}
            {accounts.data.items.map((each) =>
                each.is_connected ? (
                    <p key={each.id} className="small">
                        <StateMark tone="ok">{t('oauth.connected')}</StateMark> {each.name} <code className="dim">{each.id}</code>
                    </p>
                ) : (
                    <Checkbox
                        key={each.id}
                        label={
                            <>
                                {each.name} <code className="dim">{each.id}</code>
                            </>
                        }
                        checked={chosen.has(each.id)}
                        onChange={() => {
                            setChosen((before) => {
                                const next = new Set(before);
                                if (!next.delete(each.id)) next.add(each.id);
                                return next;
                            });
                        }}
                    />
                ),
            )}
            {connect.isError && <Trouble what={t('oauth.not_connected')} error={connect.error} />}
            <Button
                disabled={chosen.size === 0}
                loading={running}
                onClick={() => {
                    void run();
                }}
            >
                {t('oauth.connect', { count: chosen.size })}
            </Button>
            {results.length > 0 && <p role="status">{t('oauth.made', { made, count: results.length })}</p>}
            {results
                .filter((each) => each.problem !== null)
                .map((each) => (
                    <p key={each.account} className="small">
                        <StateMark tone="failed">
                            {each.name} <code>{each.account}</code>
                        </StateMark>{' '}
                        {each.problem?.detail}
                    </p>
                ))}
        </div>
    );
}

// Where the browser comes back to.
export function OAuthReturn() {
    const { t } = useTranslation();
    const [query] = useSearchParams();
    const complete = useComplete();
    const done = useRef(false);
    const { mutate } = complete;
    const code = query.get('code'),
        state = query.get('state'),
        error = query.get('error');
    useEffect(() => {
        if (done.current || code === null || state === null) return;
        done.current = true; // a code is good once
        mutate({ code, state });
        window.history.replaceState(null, '', '/oauth/callback');
    }, [code, state, mutate]);
    const again = (
        <Button component={Link} to="/connections/oauth">
            {t('oauth.again')}
        </Button>
    );
    return (
        <>
            <PageHead title={t('oauth.back_title')} />
            {error !== null && (
                <Empty kind="unset" title={t('oauth.declined')} action={again}>
                    {t('oauth.declined_why')}
                </Empty>
            )}
            {error === null && complete.isIdle && (code === null || state === null) && (
                <Empty kind="unset" title={t('oauth.nothing')} action={again}>
                    {t('oauth.nothing_why')}
                </Empty>
            )}
            {complete.isPending && <p role="status">{t('oauth.completing')}</p>}
            {complete.isError && (
                <>
                    <Trouble what={t('oauth.failed')} error={complete.error} />
                    {again}
                </>
            )}
            {complete.data !== undefined && (
                <div className={classes.form}>
                    <p role="status">
                        <StateMark tone="ok">
                            {complete.data.connection === null
                                ? t('oauth.agreed', { account: complete.data.grant.account })
                                : t('oauth.connected_as', { label: complete.data.connection.label })}
                        </StateMark>
                    </p>
                    {complete.data.connection === null ? (
                        <Accounts grant={complete.data.grant.id} />
                    ) : (
                        <Button component={Link} to={`/connections/${complete.data.connection.id}`}>
                            {t('oauth.to_connection')}
                        </Button>
                    )}
                </div>
            )}
        </>
    );
}
