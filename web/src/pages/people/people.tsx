// SPDX-License-Identifier: Apache-2.0
// Who may come in, and what they may do. Owners add people by a link that is shown once, change roles, and remove.
import { Button, Checkbox, CopyButton, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useInvite, useMakeLink, usePeople, useRemovePerson, useSetRole, useSignOutEverywhere } from './queries';
import { useSession } from '../../api/queries';
import { useMail } from '../settings/queries';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { absolute } from '../../parts/numbers/say';
import { PageHead, Section, Trouble } from '../../parts/page/page';
import classes from '../settings/settings.module.css';

const roles = ['owner', 'admin', 'viewer'] as const;
type Role = Schemas['Role'];

export default function People() {
    const { t } = useTranslation();
    const people = usePeople();
    const session = useSession().data;
    const rules = session?.scope === 'owner';
    return (
        <>
            <PageHead title={t('persons.title')} sentence={t(rules ? 'persons.sentence' : 'persons.own_why')} />
            {people.isPending && <ListSkeleton columns="1fr" rows={3} />}
            {people.isError && (
                <Trouble
                    what={t('persons.unreadable')}
                    error={people.error}
                    retry={() => {
                        void people.refetch();
                    }}
                />
            )}
            {people.data !== undefined && (
                <ul className={classes.list}>
                    {people.data.items.map((each) => (
                        <Line key={each.id} person={each} is_oneself={each.id === session?.user?.id} rules={rules} />
                    ))}
                </ul>
            )}
            {rules && <Add />}
        </>
    );
}

function Line({ person, is_oneself, rules }: { person: Schemas['UserEntry']; is_oneself: boolean; rules: boolean }) {
    const { t, i18n } = useTranslation();
    const setRole = useSetRole();
    return (
        <li>
            <div>
                <b className={classes.place}>{person.email}</b> {is_oneself && <span className="dim">({t('persons.you')})</span>}
                <p className="small dim">
                    {person.joined_at === null ? (
                        t('persons.invited')
                    ) : (
                        <>
                            {t('persons.joined')} <Ago at={person.joined_at} />
                        </>
                    )}
                    {person.link_expires_at !== null && (
                        <> · {t('persons.link_until', { when: absolute(new Date(person.link_expires_at), i18n.language) })}</>
                    )}
                    {person.link_expires_at === null && person.joined_at === null && <> · {t('persons.no_link')}</>}
                </p>
                {setRole.isError && <Trouble what={t('persons.not_changed')} error={setRole.error} />}
            </div>
            <div className={classes.choice}>
                {rules ? (
                    <NativeSelect
                        aria-label={t('persons.role_of', { email: person.email })}
                        value={person.role}
                        data={roles.map((role) => ({ value: role, label: t(`persons.role_${role}`) }))}
                        disabled={setRole.isPending}
                        onChange={(event) => {
                            setRole.mutate({ id: person.id, role: event.currentTarget.value as Role });
                        }}
                    />
                ) : (
                    <span className="dim">{t(`persons.role_${person.role}`)}</span>
                )}
            </div>
            {rules && <Steps person={person} is_oneself={is_oneself} />}
        </li>
    );
}

// What takes something away says what before it does.
function Steps({ person, is_oneself }: { person: Schemas['UserEntry']; is_oneself: boolean }) {
    const { t } = useTranslation();
    const [asked, setAsked] = useState<'reset' | 'remove' | null>(null);
    const [sending, setSending] = useState<Schemas['LinkSending']>({ sends_mail: false });
    const remove = useRemovePerson();
    const link = useMakeLink();
    const signOut = useSignOutEverywhere();
    const { email, id } = person;
    const has_joined = person.joined_at !== null;
    return (
        <div className={classes.wide}>
            {asked === null && (
                <div className={classes.choice}>
                    {!is_oneself && (
                        <Button
                            size="xs"
                            variant="default"
                            onClick={() => {
                                setAsked('reset');
                            }}
                        >
                            {t(has_joined ? 'persons.reset' : 'persons.new_link')}
                        </Button>
                    )}
                    {!is_oneself && has_joined && (
                        <Button
                            size="xs"
                            variant="default"
                            loading={signOut.isPending}
                            onClick={() => {
                                signOut.mutate(id);
                            }}
                        >
                            {t('persons.sign_out')}
                        </Button>
                    )}
                    <Button
                        size="xs"
                        variant="default"
                        onClick={() => {
                            setAsked('remove');
                        }}
                    >
                        {t('persons.remove')}
                    </Button>
                    {signOut.isSuccess && (
                        <span role="status" className={classes.good}>
                            {t('persons.signed_out')}
                        </span>
                    )}
                </div>
            )}
            {asked === 'reset' && (
                <>
                    <p className={classes.why}>{has_joined ? t('persons.reset_why', { email }) : t('persons.new_link_why')}</p>
                    <Sending value={sending} change={setSending} />
                    <div className={classes.choice}>
                        <Button
                            size="xs"
                            color={has_joined ? 'red' : 'teal'}
                            loading={link.isPending}
                            onClick={() => {
                                link.mutate(
                                    { id, sending },
                                    {
                                        onSuccess: () => {
                                            setAsked(null);
                                        },
                                    },
                                );
                            }}
                        >
                            {t(has_joined ? 'persons.reset_sure' : 'persons.new_link_sure')}
                        </Button>
                        <Button
                            size="xs"
                            variant="subtle"
                            onClick={() => {
                                setAsked(null);
                            }}
                        >
                            {t('connection.keep')}
                        </Button>
                    </div>
                </>
            )}
            {asked === 'remove' && (
                <>
                    <p className={classes.why}>{t('persons.remove_why', { email })}</p>
                    <div className={classes.choice}>
                        <Button
                            size="xs"
                            color="red"
                            loading={remove.isPending}
                            onClick={() => {
                                remove.mutate(id);
                            }}
                        >
                            {t('persons.remove_sure', { email })}
                        </Button>
                        <Button
                            size="xs"
                            variant="subtle"
                            onClick={() => {
                                setAsked(null);
                            }}
                        >
                            {t('connection.keep')}
                        </Button>
                    </div>
                </>
            )}
            {link.data !== undefined && <Link made={link.data} />}
            {link.isError && <Trouble what={t('persons.not_reset')} error={link.error} />}
            {signOut.isError && <Trouble what={t('persons.not_signed_out')} error={signOut.error} />}
            {remove.isError && <Trouble what={t('persons.not_removed')} error={remove.error} />}
        </div>
    );
}

// Only where a mail server is set.
function Sending({ value, change }: { value: Schemas['LinkSending']; change: (next: Schemas['LinkSending']) => void }) {
    const { t, i18n } = useTranslation();
    const mail = useMail();
    if (mail.data?.is_set !== true) return null;
    return (
        <div className={classes.choice}>
            <Checkbox
                label={t('persons.sends_mail')}
                checked={value.sends_mail}
                onChange={(event) => {
                    change({ ...value, sends_mail: event.currentTarget.checked });
                }}
            />
            {value.sends_mail && (
                <NativeSelect
                    aria-label={t('persons.language')}
                    value={value.language ?? i18n.language}
                    data={[
                        { value: 'en', label: 'English' },
                        { value: 'fr', label: 'Français' },
                    ]}
                    onChange={(event) => {
                        change({ ...value, language: event.currentTarget.value as 'en' | 'fr' });
                    }}
                />
            )}
        </div>
    );
}

function Link({ made }: { made: Schemas['UserLink'] }) {
    const { t, i18n } = useTranslation();
    const url = made.link.url ?? `${window.location.origin}${made.link.path}`;
    const { outcome, problem } = made.mail;
    return (
        <div role="status" className={classes.once}>
            <p>
                {t('persons.link_once', {
                    email: made.user.email,
                    when: absolute(new Date(made.link.expires_at), i18n.language),
                })}
            </p>
            <code>{url}</code>
            <CopyButton value={url}>
                {({ copied, copy }) => (
                    <Button size="xs" variant="default" onClick={copy}>
                        {copied ? t('settings.copied') : t('settings.copy')}
                    </Button>
                )}
            </CopyButton>
            {outcome === 'sent' && <p>{t('persons.mail_sent')}</p>}
            {outcome === 'unknown' && <p>{t('persons.mail_unknown')}</p>}
            {outcome === 'failed' && <p>{t('persons.mail_failed', { problem: problem ?? '' })}</p>}
        </div>
    );
}

function Add() {
    const { t } = useTranslation();
    const [email, setEmail] = useState('');
    const [role, setRole] = useState<Role>('viewer');
    const [sending, setSending] = useState<Schemas['LinkSending']>({ sends_mail: false });
    const invite = useInvite();
    const submit = (event: FormEvent) => {
        event.preventDefault();
        invite.mutate(
            { email: email.trim(), role, ...sending },
            {
                onSuccess: () => {
                    setEmail('');
                },
            },
        );
    };
    return (
        <Section title={t('persons.add')}>
            <form onSubmit={submit} className={classes.form}>
                <TextInput
                    type="email"
                    label={t('persons.email')}
                    required
                    maxLength={128}
                    autoComplete="off"
                    value={email}
                    onChange={(event) => {
                        setEmail(event.currentTarget.value);
                    }}
                />
                <NativeSelect
                    label={t('persons.role')}
                    description={t(`persons.role_${role}_why`)}
                    value={role}
                    data={roles.map((each) => ({ value: each, label: t(`persons.role_${each}`) }))}
                    onChange={(event) => {
                        setRole(event.currentTarget.value as Role);
                    }}
                />
                <Sending value={sending} change={setSending} />
                <div>
                    <Button type="submit" loading={invite.isPending}>
                        {t('persons.add_do')}
                    </Button>
                </div>
            </form>
            {invite.data !== undefined && <Link made={invite.data} />}
            {invite.isError && <Trouble what={t('persons.not_added')} error={invite.error} />}
        </Section>
    );
}
