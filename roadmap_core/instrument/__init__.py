"""The questionnaire as data: policies, questions, scales, the numbers that entries use, and the addresses of texts."""
