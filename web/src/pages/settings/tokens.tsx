// SPDX-License-Identifier: Apache-2.0
// By which other programs come in. A token's text is shown once.
import { Button, Checkbox, CopyButton, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useCreateToken, useRevokeToken, useTokens } from './queries';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { day } from '../../parts/numbers/say';
import { Section, Trouble } from '../../parts/page/page';
import classes from './settings.module.css';
import { SureButton } from '../../parts/sure_button';

export function Tokens() {
    const { t } = useTranslation();
    const tokens = useTokens();
    return (
        <Section title={t('settings.tokens')}>
            <p className={classes.why}>{t('settings.tokens_why')}</p>
            {tokens.isPending && <ListSkeleton columns="1fr" rows={2} />}
            {tokens.isError && (
                <Trouble
                    what={t('settings.tokens_unreadable')}
                    error={tokens.error}
                    retry={() => {
                        void tokens.refetch();
                    }}
                />
            )}
            {tokens.data !== undefined && tokens.data.items.length > 0 && (
                <ul className={classes.list}>
                    {tokens.data.items.map((each) => (
                        <Line key={each.id} token={each} />
                    ))}
                </ul>
            )}
            <NewToken />
        </Section>
    );
}

function Line({ token }: { token: Schemas['Token'] }) {
    const { t, i18n } = useTranslation();
    const revoke = useRevokeToken();
    return (
        <li>
            <div>
                <b>{token.label}</b>{' '}
                <span className="dim">{t(token.scope === 'write' ? 'settings.scope_write' : 'settings.scope_read')}</span>
                <p className="small dim">
                    {t('settings.token_made')} <Ago at={token.created_at} />
                    {' · '}
                    {token.last_used_at === null ? (
                        t('settings.token_unused')
                    ) : (
                        <>
                            {t('settings.token_used')} <Ago at={token.last_used_at} />
                        </>
                    )}
                    {' · '}
                    {token.expires_at === null
                        ? t('settings.token_endless')
                        : t('settings.token_ends', { day: day(new Date(token.expires_at), i18n.language) })}
                </p>
                {revoke.isError && <Trouble what={t('settings.token_revoke_failed')} error={revoke.error} />}
            </div>
            <SureButton
                size="xs"
                ask={t('settings.token_revoke')}
                sure={t('settings.token_revoke_sure', { label: token.label })}
                pending={revoke.isPending}
                act={() => {
                    revoke.mutate(token.id);
                }}
            />
        </li>
    );
}

const lives = [
    { days: '30', words: 'settings.token_days_month' },
    { days: '90', words: 'settings.token_days_quarter' },
    { days: '365', words: 'settings.token_days_year' },
    { days: '', words: 'settings.token_days_none' },
] as const;

function NewToken() {
    const { t } = useTranslation();
    const [label, setLabel] = useState('');
    const [writes, setWrites] = useState(false);
    const [days, setDays] = useState('365');
    const create = useCreateToken();
    const submit = (event: FormEvent) => {
        event.preventDefault();
        create.mutate(
            { label: label.trim(), scope: writes ? 'write' : 'read', ...(days === '' ? {} : { expires_in_days: Number(days) }) },
            {
                onSuccess: () => {
                    setLabel('');
                    setWrites(false);
                },
            },
        );
    };
    return (
        <>
            <form onSubmit={submit} className={classes.row}>
                <TextInput
                    aria-label={t('settings.token_label')}
                    placeholder={t('settings.token_label')}
                    required
                    maxLength={100}
                    value={label}
                    onChange={(event) => {
                        setLabel(event.currentTarget.value);
                    }}
                />
                <Checkbox
                    label={t('settings.token_writes')}
                    checked={writes}
                    onChange={(event) => {
                        setWrites(event.currentTarget.checked);
                    }}
                />
                <NativeSelect
                    aria-label={t('settings.token_life')}
                    value={days}
                    onChange={(event) => {
                        setDays(event.currentTarget.value);
                    }}
                    data={lives.map(({ days: value, words }) => ({ value, label: t(words) }))}
                />
                <Button type="submit" variant="default" loading={create.isPending}>
                    {t('settings.token_do')}
                </Button>
            </form>
            {create.data !== undefined && (
                <div role="status" className={classes.once}>
                    <p>{t('settings.token_once')}</p>
                    <code>{create.data.token}</code>
                    <CopyButton value={create.data.token}>
                        {({ copied, copy }) => (
                            <Button size="xs" variant="default" onClick={copy}>
                                {copied ? t('settings.copied') : t('settings.copy')}
                            </Button>
                        )}
                    </CopyButton>
                </div>
            )}
            {create.isError && <Trouble what={t('settings.token_failed')} error={create.error} />}
        </>
    );
}
