// SPDX-License-Identifier: Apache-2.0
// The addresses that others may post to. Whoever knows one may, so each can be taken back. Folded: the list below has no end.
import { Button, CopyButton, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useCreateHook, useHooks, useRevokeHook } from './queries';
import { Ago } from '../../parts/numbers/numbers';
import { Trouble } from '../../parts/page/page';
import classes from './events.module.css';
import { SureButton } from '../../parts/sure_button';

export function Hooks() {
    const { t } = useTranslation();
    const hooks = useHooks();
    const create = useCreateHook();
    const [label, setLabel] = useState('');
    const used = hooks.data?.items.filter((each) => each.revoked_at === null) ?? [];
    const submit = (event: FormEvent) => {
        event.preventDefault();
        create.mutate(
            { label: label.trim() },
            {
                onSuccess: () => {
                    setLabel('');
                },
            },
        );
    };
    return (
        <details className={classes.folded}>
            <summary>
                {t('hooks.title')}
                {used.length > 0 && <span className="dim"> {used.length}</span>}
            </summary>
            <p className={classes.why}>{t('hooks.why')}</p>
            {hooks.isError && (
                <Trouble
                    what={t('hooks.unreadable')}
                    error={hooks.error}
                    retry={() => {
                        void hooks.refetch();
                    }}
                />
            )}
            {used.length > 0 && (
                <ul className={classes.hooks}>
                    {used.map((hook) => (
                        <Line key={hook.id} hook={hook} />
                    ))}
                </ul>
            )}
            <form onSubmit={submit} className={classes.new}>
                <TextInput
                    aria-label={t('hooks.label')}
                    placeholder={t('hooks.label')}
                    required
                    maxLength={100}
                    value={label}
                    onChange={(event) => {
                        setLabel(event.currentTarget.value);
                    }}
                />
                <Button type="submit" variant="default" loading={create.isPending}>
                    {t('hooks.make')}
                </Button>
            </form>
            {create.isError && <Trouble what={t('hooks.not_made')} error={create.error} />}
        </details>
    );
}

function Line({ hook }: { hook: Schemas['Hook'] }) {
    const { t } = useTranslation();
    const revoke = useRevokeHook();
    const [asked, setAsked] = useState(false);
    const address = hook.path === null ? null : window.location.origin + hook.path;
    return (
        <li>
            <div className={classes.hook}>
                <b>{hook.label}</b>
                {address !== null && <code tabIndex={0}>{address}</code>}
                <p className="small dim">
                    {t('hooks.received', { count: hook.received })}
                    {hook.last_at !== null && (
                        <>
                            {', '}
                            {t('hooks.last')} <Ago at={hook.last_at} />
                        </>
                    )}
                </p>
                {revoke.isError && <Trouble what={t('hooks.not_revoked')} error={revoke.error} />}
            </div>
            <div className={classes.buttons}>
                {address !== null && !asked && (
                    <CopyButton value={address}>
                        {({ copied, copy }) => (
                            <Button size="xs" variant="default" onClick={copy}>
                                {copied ? t('settings.copied') : t('settings.copy')}
                            </Button>
                        )}
                    </CopyButton>
                )}
                <SureButton
                    size="xs"
                    ask={t('hooks.revoke')}
                    sure={t('hooks.revoke_sure')}
                    pending={revoke.isPending}
                    onAsked={setAsked}
                    act={() => {
                        revoke.mutate(hook.id);
                    }}
                />
            </div>
        </li>
    );
}
