"""Letters in Portuguese."""

from __future__ import annotations

from notifier.cases.letters.words import Words
from notifier.model import ReplyKind

WORDS = Words(
    months=(
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ),
    day="{day} de {month} de {year}",
    greeting="Olá, {name},",
    greeting_nobody="Olá,",
    kinds={
        ReplyKind.OBJECTION: "a sua oposição",
        ReplyKind.ERASURE: "o seu pedido de eliminação dos seus dados",
        ReplyKind.ACCESS: "o seu pedido de acesso aos seus dados",
        ReplyKind.RECTIFICATION: "o seu pedido de correção dos seus dados",
        ReplyKind.RESTRICTION: "o seu pedido de limitação do tratamento",
        ReplyKind.PORTABILITY: "o seu pedido de portabilidade dos seus dados",
        ReplyKind.OPT_OUT: "a retirada do seu consentimento",
        ReplyKind.COMPLAINT: "a sua reclamação",
        ReplyKind.QUESTION: "a sua pergunta",
        ReplyKind.OTHER: "a sua mensagem",
    },
    received_subject="Recebemos a sua mensagem ({numbers})",
    received="Obrigado pela sua mensagem de {date}. Registámo-la assim:",
    case_line="{number}: {kind}. Terá a nossa resposta até {due}.",
    late="A alteração a que se refere {number} já estava em vigor quando a sua mensagem chegou. Tratamos dela na mesma.",
    unsorted="Uma pessoa da nossa equipa vai ler a sua mensagem e dizer-lhe o que se segue.",
    next_step="Uma pessoa está a tratar do assunto. Não precisa de fazer mais nada.",
    prove_subject="Confirme, por favor, que é mesmo a pessoa ({numbers})",
    prove="Antes de fazermos algo com os seus dados por {number}, temos de saber que o pedido é seu. Abra esta ligação "
    "e carregue no botão da página. Só serve uma vez, até {expires}:",
    extended_subject="Precisamos de mais tempo para o seu pedido ({numbers})",
    extended="Não conseguimos concluir {number} a tempo. Terá a nossa resposta até {due}.",
    closed_subject="O seu pedido está encerrado ({numbers})",
    done="Concluímos o processo {number}: {kind}.",
    refused="Decidimos não dar seguimento ao processo {number}: {kind}.",
    withdrawn="Disse-nos que o processo {number} já não é necessário: {kind}. Encerrámo-lo sem fazer mais nada.",
    reason="Motivo: {reason}",
    remedy="Se não concordar, responda a esta mensagem. Pode também reclamar junto da autoridade de proteção de dados "
    "ou recorrer a um tribunal.",
    farewell_subject="Estamos a eliminar os seus dados ({numbers})",
    farewell="Como pediu ({number}), eliminamos agora os seus dados, incluindo este endereço. Esta é a nossa última "
    "mensagem sobre o assunto. Guardamos apenas uma marca cifrada que impede que os seus dados voltem a ser "
    "adicionados por engano.",
    footer="Recebe esta mensagem porque nos escreveu acerca dos seus dados. Pode simplesmente responder.",
)
