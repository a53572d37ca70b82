;;; words-test.el --- The model of Emacs that tests/words has  -*- lexical-binding: t; -*-

;;; Commentary:

;; tests/words applies edits as Emacs does.  Here its model of Emacs is held to Emacs itself.

;;; Code:

(require 'support)
(require 'eglot)

(defun quotemark-test-bytes (hex)
  "Return the unibyte string that HEX writes in hexadecimal."
  (apply #'unibyte-string
         (cl-loop for at from 0 below (length hex) by 2
                  collect (string-to-number (substring hex at (+ at 2)) 16))))

(defun quotemark-test-bytes-of (path)
  "Return the bytes of the file at PATH."
  (with-temp-buffer
    (set-buffer-multibyte nil)
    (insert-file-contents-literally path)
    (buffer-string)))

(defun quotemark-test-case (case folder)
  "Do what CASE says in FOLDER; return what differs from it, or nil."
  (let ((path (expand-file-name (format "%d.qm" (plist-get case :seed)) folder))
        (coding-system-for-write 'no-conversion)
        (inhibit-message t)
        told saved)
    (write-region (quotemark-test-bytes (plist-get case :before)) nil path nil 'silent)
    (let ((coding-system-for-write nil)
          (buffer (find-file-noselect path)))
      (unwind-protect
          (with-current-buffer buffer
            (setq told (encode-coding-string (buffer-string) 'utf-8-unix t))
            (eglot--apply-workspace-edit
             `(:documentChanges
               [(:textDocument (:uri ,(eglot--path-to-uri path) :version nil)
                 :edits ,(plist-get case :edits))]))
            (set-buffer-modified-p t)
            (save-buffer)
            (setq saved (quotemark-test-bytes-of path)))
        (with-current-buffer buffer
          (set-buffer-modified-p nil))
        (kill-buffer buffer)))
    (unless (and (equal told (quotemark-test-bytes (plist-get case :told)))
                 (equal saved (quotemark-test-bytes (plist-get case :after))))
      (list :seed (plist-get case :seed)
            :edits (plist-get case :edits)
            :before (quotemark-test-bytes (plist-get case :before))
            :told told :for (quotemark-test-bytes (plist-get case :told))
            :saved saved :for (quotemark-test-bytes (plist-get case :after))))))

(ert-deftest quotemark-test-words ()
  "Opening, edits and saving do what the model of Emacs says."
  (let* ((cases (with-temp-buffer
                  (insert-file-contents (getenv "QUOTEMARK_CASES"))
                  (json-parse-buffer :object-type 'plist)))
         (folder (make-temp-file "quotemark" t))
         (make-backup-files nil)
         (quotemark-mode-hook nil)
         (eglot-confirm-server-initiated-edits nil)
         (tried 0)
         (wrong nil))
    (unwind-protect
        (mapc (lambda (case)
                (when (eq (plist-get case :opens) t)
                  (cl-incf tried)
                  (when-let ((difference (quotemark-test-case case folder)))
                    (push difference wrong))))
              cases)
      (delete-directory folder t))
    (should-not (when wrong (cons (length wrong) (seq-take wrong 5))))
    (should (>= tried 300))))

;;; words-test.el ends here
