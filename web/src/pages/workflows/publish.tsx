// SPDX-License-Identifier: Apache-2.0
// Before a draft becomes a version: what is still wrong, which accounts it uses, and what is different from what runs now.
import { Button, Modal, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { useConnections } from '../../api/queries';
import { appName } from '../../parts/apps';
import { connectionName } from '../../parts/current_sync';
import { StateMark, Trouble } from '../../parts/page/page';
import classes from './builder.module.css';
import type { Definition } from './definition';
import { usePublish, useHooks, useVersion } from './queries';
import { readable } from './definition';
import { fromText } from './text';
import { Differences } from './versions';

export function Publish({
    flow,
    definition,
    problems,
    connections,
    flush,
    close,
}: {
    flow: Schemas['Workflow'];
    definition: Definition;
    problems: Schemas['WorkflowProblem'][];
    connections: Record<string, string>;
    flush: () => Promise<boolean>;
    close: () => void;
}) {
    const { t } = useTranslation();
    const publish = usePublish();
    const known = useConnections();
    const slots = Object.entries(definition.connections ?? {});
    const hooks = useHooks(slots.some(([, each]) => each.app === 'webhook'));
    const version = useVersion(flow.id, flow.version);
    const [chosen, setChosen] = useState<Record<string, string>>({});
    const fitting = (app: string) =>
        app === 'webhook'
            ? (hooks.data?.items ?? [])
                  .filter((each) => each.revoked_at === null)
                  .map((each) => ({ value: each.id, label: each.label }))
            : (known.data?.items ?? [])
                  .filter((each) => each.profile === app && each.state !== 'disabled')
                  .map((each) => ({ value: each.id, label: connectionName(each) }));
    const bound = (slot: string, app: string) => {
        const choices = fitting(app);
        const wanted = chosen[slot] ?? connections[slot];
        return choices.some((each) => each.value === wanted) ? wanted : choices.length === 1 ? choices[0]?.value : undefined;
    };
    const open = slots.filter(([slot, { app }]) => bound(slot, app) === undefined);
    const before = version.data?.definition === undefined ? null : readable(fromText(version.data.definition).value);
    const [unsaved, setUnsaved] = useState(false);
    const act = async () => {
        // What is published is what the server has.
        for (let round = 0; round < 40; ++round) {
            if (await flush()) {
                publish.mutate(
                    {
                        id: flow.id,
                        connections: Object.fromEntries(
                            slots.flatMap(([slot, { app }]) => {
                                const connection = bound(slot, app);
                                return connection === undefined ? [] : [[slot, connection]];
                            }),
                        ),
                    },
                    { onSuccess: close },
                );
                return;
            }
            await new Promise((resolve) => setTimeout(resolve, 150));
        }
        setUnsaved(true);
    };
    return (
        <Modal
            opened
            onClose={close}
            title={t('build.publish')}
            size={640}
            padding={24}
            closeButtonProps={{ 'aria-label': t('panel.close') }}
        >
            <div className={classes.stack}>
                {problems.length > 0 && (
                    <div>
                        <StateMark tone="failed">{t('build.mend_first', { count: problems.length })}</StateMark>
                        <ul>
                            {problems.slice(0, 8).map((each, number) => (
                                <li key={number}>
                                    {each.step} {each.field}: {(each.message || each.title).replaceAll('`', '')}
                                </li>
                            ))}
                        </ul>
                    </div>
                )}
                {slots.length > 0 && <h3>{t('build.accounts')}</h3>}
                {slots.map(([slot, { app }]) => {
                    const choices = fitting(app);
                    const label = `${app === 'webhook' ? t('templates.address') : appName(app)} (${slot})`;
                    return choices.length === 0 ? (
                        <p key={slot}>
                            <StateMark tone="attention">{t('build.no_account', { app: label })}</StateMark>{' '}
                            <Link to={app === 'webhook' ? '/events' : '/connections/new'}>{t('templates.set_up')}</Link>
                        </p>
                    ) : (
                        <NativeSelect
                            key={slot}
                            label={label}
                            value={bound(slot, app) ?? ''}
                            data={choices.length === 1 ? choices : [{ value: '', label: '–' }, ...choices]}
                            onChange={(event) => {
                                const { value } = event.currentTarget;
                                setChosen((present) => ({ ...present, [slot]: value }));
                            }}
                        />
                    );
                })}
                <h3>{before === null ? t('build.first_version') : t('build.changes_since', { version: flow.version })}</h3>
                {before !== null && <Differences before={before} after={definition} />}
                <p className="small dim">{t('build.publish_why')}</p>
                {unsaved && (
                    <p role="alert">
                        <StateMark tone="failed">{t('build.not_saved')}</StateMark>
                    </p>
                )}
                {publish.isError && <Trouble what={t('build.not_published')} error={publish.error} />}
                <div className={classes.actions}>
                    <Button
                        loading={publish.isPending}
                        disabled={problems.length > 0 || open.length > 0 || known.data === undefined}
                        onClick={() => {
                            setUnsaved(false);
                            void act();
                        }}
                    >
                        {t('build.publish_as', { version: flow.version + 1 })}
                    </Button>
                </div>
            </div>
        </Modal>
    );
}
